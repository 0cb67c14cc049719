import { type Revocations, revocations } from '../stand-in/revocations.ts';

/** What one policy may do: `send credential-events`, `receive scan-requests`, `receive credential-events/notify-owner`. */
export type BusGrants = Readonly<Record<string, readonly string[]>>;

/** Who may send and receive where. */
export interface BusAccess {
  readonly revoked: Revocations;
  /** `policy` is the name of the shared access policy that the client signed with. */
  may(policy: string | undefined, verb: 'send' | 'receive', path: string): boolean;
}

/**
 * A shared access policy is an identity here, since the client speaks plain AMQP to an emulator only with one. A policy that
 * has no grants may do all, as the namespace's own root policy: people and test drivers use it.
 */
export const busAccess = (grants: BusGrants = {}): BusAccess => {
  const revoked = revocations();
  return {
    revoked,
    may: (policy, verb, path) => {
      const given = policy === undefined ? undefined : grants[policy];
      if (policy === undefined || given === undefined) return true;
      const right = `${verb} ${entityOf(path)}`;
      return given.some((each) => each.toLowerCase() === right.toLowerCase()) && !revoked.has(policy, right);
    },
  };
};

/** Dead letters and the management node belong to the entity; a subscription is written as the topology has it. */
const entityOf = (path: string): string =>
  path.replace(/\/\$(management|deadletterqueue)/gi, '').replace(/\/subscriptions\//i, '/');

/** The policy that signed a token: `SharedAccessSignature sr=…&sig=…&se=…&skn=NAME`. */
export const policyOf = (token: unknown): string | undefined =>
  typeof token === 'string' ? (/(?:^|[ &])skn=([^&]+)/.exec(token)?.[1] ?? undefined) : undefined;
