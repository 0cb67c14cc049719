import type { Subject } from '../domain/credential.ts';
import { type CredentialId, type Digest, type RenewalId, renewalId } from '../domain/ids.ts';
import { type Policy, stagePolicyFor } from '../domain/policy.ts';
import { isHandedOver, isUnderWay, type RenewalSketch } from '../domain/renewal-sketch.ts';
import { stageOf } from '../domain/stage.ts';
import type { Instant } from '../domain/time.ts';

interface Deps {
  readonly digest: Digest;
  readonly policy: Policy;
}

/** Which credentials of a subject have a renewal of ours that was approved and goes on from there. */
export const renewalsOf =
  ({ digest, policy }: Deps) =>
  async (
    subject: Subject,
    renewalOf: (id: RenewalId) => Promise<RenewalSketch | undefined>,
    now: Instant,
  ): Promise<{
    readonly underWay: ReadonlySet<CredentialId>;
    readonly handedOver: ReadonlySet<CredentialId>;
  }> => {
    const underWay = new Set<CredentialId>();
    const handedOver = new Set<CredentialId>();
    for (const credential of subject.credentials) {
      const stage = stageOf(credential, stagePolicyFor(policy, subject, credential), now);
      // Before its first stage a credential has no renewal, so a run about none other reads no renewals.
      if (credential.expiresAt === undefined || stage === 'active' || stage === 'not-yet-effective') continue;
      const renewal = await renewalOf(renewalId(digest, credential.id, credential.expiresAt));
      if (renewal === undefined) continue;
      if (isUnderWay(renewal)) underWay.add(credential.id);
      if (isHandedOver(renewal)) handedOver.add(credential.id);
    }
    return { underWay, handedOver };
  };
