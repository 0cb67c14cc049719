import type { Credential } from '../domain/credential.ts';
import { renewalId } from '../domain/ids.ts';
import { recordOf } from '../domain/recorded-credential.ts';
import { newRenewal, type RenewalSubject } from '../domain/renewal.ts';
import type { Silence } from '../domain/silence.ts';
import type { Instant } from '../domain/time.ts';
import type { StandingSilences } from '../ports/standing-silences.ts';
import type { SubjectState } from '../ports/subjects.ts';
import { unreadable } from './each-due.ts';
import { wakeMessage } from './outgoing.ts';
import { type RaiseDeps, revisionOf } from './raise-renewal-request.ts';
import { commitAndSend } from './send-pending.ts';

export interface ExceptionDeps extends RaiseDeps {
  readonly silences: StandingSilences;
}

/**
 * Half of an exception is over: there shall be one request for a certificate in place of what is excepted, while there is
 * time left to carry it out. Which exceptions have come so far the judge has said; whether they still stand is read again.
 * Says how many requests were made.
 */
export const raiseExceptionRequest = (deps: ExceptionDeps) => {
  const commit = commitAndSend(deps);

  const standing = async (
    state: SubjectState,
    { id }: Credential,
    now: Instant,
  ): Promise<readonly Silence[]> => {
    const said = state.judged[id]?.exceptions ?? [];
    const halfOver = said.flatMap(({ silence, what }) => (what === 'half-time' ? [silence] : []));
    if (halfOver.length === 0) return [];
    const all = await deps.silences.read(unreadable(deps.log));
    return all.filter(({ id: silence, until }) => halfOver.includes(silence) && now < until);
  };

  return async (state: SubjectState, credential: Credential, now: Instant): Promise<number> => {
    let raised = 0;
    for (const { until } of await standing(state, credential, now)) {
      const of: RenewalSubject = {
        ...recordOf(state.facts, credential),
        kind: 'client-certificate',
        inPlaceOf: credential.kind,
        expiresAt: until,
      };
      const id = renewalId(deps.digest, credential.id, until);
      const made = await commit(deps.renewals, id, {
        expected: 'absent',
        state: newRenewal(id, of, undefined, revisionOf(deps.digest, of, undefined), now),
        dueAt: now,
        messages: [wakeMessage(deps.digest, 'open-request', id, state.facts.id, '0')],
      });
      if (!made.ok) continue; // it exists: this was said before
      raised += 1;
      deps.log('STEP_DONE', { renewalId: id, step: 'raise-request' });
    }
    return raised;
  };
};
