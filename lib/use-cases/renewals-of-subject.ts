import type { Subject } from '../domain/credential.ts';
import { type CredentialId, type Digest, renewalId } from '../domain/ids.ts';
import { type Policy, stagePolicyFor } from '../domain/policy.ts';
import { active } from '../domain/renewal.ts';
import { stageOf } from '../domain/stage.ts';
import type { Instant } from '../domain/time.ts';
import type { Renewals } from '../ports/renewals.ts';

interface Deps {
  readonly renewals: Renewals;
  readonly digest: Digest;
  readonly policy: Policy;
}

/** Which credentials of a subject have a renewal of ours that was approved and goes on from there. */
export const renewalsOf =
  ({ renewals, digest, policy }: Deps) =>
  async (
    subject: Subject,
    now: Instant,
  ): Promise<{
    readonly underWay: ReadonlySet<CredentialId>;
    readonly handedOver: ReadonlySet<CredentialId>;
  }> => {
    const underWay = new Set<CredentialId>();
    const handedOver = new Set<CredentialId>();
    for (const credential of subject.credentials) {
      const stage = stageOf(credential, stagePolicyFor(policy, subject, credential), now);
      // Before its first stage a credential has no renewal, so the many that are far from expiry cost no read.
      if (credential.expiresAt === undefined || stage === 'active' || stage === 'not-yet-effective') continue;
      const stored = await renewals.find(renewalId(digest, credential.id, credential.expiresAt));
      const state = stored === undefined ? undefined : active(stored.state).state;
      if (UNDER_WAY.has(state)) underWay.add(credential.id);
      if (HANDED_OVER.has(state)) handedOver.add(credential.id);
    }
    return { underWay, handedOver };
  };

const HANDED_OVER: ReadonlySet<string | undefined> = new Set(['redeemed', 'retired', 'closed']);

const UNDER_WAY: ReadonlySet<string | undefined> = new Set([
  'approved',
  'issuing',
  'issued',
  'delivered',
  'redeemed',
  'retired',
  'closed',
]);
