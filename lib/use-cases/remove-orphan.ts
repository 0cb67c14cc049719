import { credentialOf } from '../domain/credential.ts';
import type { CredentialId } from '../domain/ids.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Renewals } from '../ports/renewals.ts';
import type { SubjectKey, Subjects } from '../ports/subjects.ts';
import { type HoldingDeps, holdingOf } from './holding.ts';
import { unclaimedCredentials } from './unclaimed-credentials.ts';

interface Deps extends HoldingDeps {
  readonly subjects: Subjects;
  readonly renewals: Renewals;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Removes a credential of ours that no renewal knows. The finding is a hint: it is checked once more. What can't be done
 * now is not stored, since the finding is said again for as long as the credential is there.
 */
export const removeOrphan = (deps: Deps) => {
  const unclaimed = unclaimedCredentials(deps);
  return async (key: SubjectKey, id: CredentialId): Promise<void> => {
    const stored = await deps.subjects.find(key);
    if (stored === undefined) return;
    const { facts } = stored.state;
    const credential = credentialOf(facts, id);
    const { found } = await unclaimed(facts, []);
    if (credential === undefined || !found.includes(credential)) return;
    const removed = await holdingOf(deps, credential.kind).remove(
      { tenant: facts.tenant, nativeId: facts.nativeId },
      credential.keyId,
    );
    if (removed.ok) deps.log('ORPHAN_REMOVED', { subjectId: facts.id, keyId: credential.keyId });
    else
      deps.log('STEP_POSTPONED', {
        step: 'remove-orphan',
        failure: removed.failure.code,
        subjectId: facts.id,
      });
  };
};
