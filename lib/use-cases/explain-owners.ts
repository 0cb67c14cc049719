import type { Subject } from '../domain/credential.ts';
import type { Digest } from '../domain/ids.ts';
import { type TriedLink, triedLinks } from '../domain/owner-chain.ts';
import { wordOf } from '../domain/owner-contact.ts';
import { chooseOwners, type Owners, ownersFingerprint, whyYou } from '../domain/owner.ts';
import { toIso } from '../domain/time.ts';
import { ownerEvidence, standingOverride } from './owner-evidence.ts';
import type { ResolveDeps } from './resolve-owners.ts';

interface Deps extends ResolveDeps {
  readonly digest: Digest;
}

export interface ExplainedOwners {
  readonly fingerprint: string | undefined;
  readonly view: {
    readonly answer: 'people' | 'mailbox' | 'missing' | 'not-told';
    /** The link of the chain that decided. */
    readonly rule?: string;
    readonly because: string;
    readonly people: { tenantId: string; objectId: string; name: string }[];
    readonly tried: TriedLink[];
    readonly override?: ReturnType<typeof overrideView>;
  };
}

/** Who answers for a subject, why they do, and what was tried to find them. */
export const explainOwners = (deps: Deps) => {
  const evidenceOf = ownerEvidence(deps);
  const standing = standingOverride(deps);

  return async (subject: Subject): Promise<ExplainedOwners> => {
    const override = await standing(subject);
    const shown = override === undefined ? {} : { override: overrideView(override) };
    const evidence = await evidenceOf(subject);
    if (!evidence.ok) {
      const because = `The directory does not tell: ${evidence.failure.detail}`;
      return {
        fingerprint: undefined,
        view: { answer: 'not-told', because, people: [], tried: [], ...shown },
      };
    }
    const owners = chooseOwners(evidence.value, deps.teamMailbox);
    return {
      fingerprint: ownersFingerprint(deps.digest, owners),
      view: {
        answer: owners.kind,
        ...(owners.kind === 'missing' ? {} : { rule: owners.reason }),
        because: because(owners, subject),
        people:
          owners.kind === 'people'
            ? owners.people.map(({ tenant, objectId, displayName }) => ({
                tenantId: tenant,
                objectId,
                name: displayName,
              }))
            : [],
        tried: [...triedLinks(evidence.value)],
        ...shown,
      },
    };
  };
};

type Override = NonNullable<Awaited<ReturnType<ReturnType<typeof standingOverride>>>>;

/** Reason and word are hostile text. */
const overrideView = ({ id, owner, reason, until }: Override) => ({
  ...(id === undefined ? {} : { id }),
  setBy: id === undefined ? ('policy' as const) : ('person' as const),
  owner: wordOf(owner),
  reason,
  ...(until === undefined ? {} : { until: toIso(until) }),
});

const because = (owners: Owners, subject: Subject): string =>
  owners.kind === 'missing'
    ? 'Nobody was found whom one could write to, and the setting TEAM_MAILBOX is not set.'
    : `They get mails because ${whyYou(owners.reason, subject)}.`;
