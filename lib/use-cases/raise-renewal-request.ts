import { type Credential, credentialOf, type Subject } from '../domain/credential.ts';
import { type CredentialId, type Digest, fingerprint, renewalId, type RenewalId } from '../domain/ids.ts';
import { actionsAt, type Policy, stagePolicyFor } from '../domain/policy.ts';
import { recordOf } from '../domain/recorded-credential.ts';
import { newRenewal, type Recipient, type RenewalSubject } from '../domain/renewal.ts';
import { stageOf } from '../domain/stage.ts';
import type { Instant } from '../domain/time.ts';
import type { SubjectKey, Subjects } from '../ports/subjects.ts';
import { wakeMessage } from './outgoing.ts';
import type { SagaDeps } from './renewal-saga.ts';
import { commitAndSend } from './send-pending.ts';

export interface RaiseDeps extends SagaDeps {
  readonly subjects: Subjects;
  readonly digest: Digest;
  readonly policy: Policy;
}

/**
 * A credential came to a stage: if the policy wants a request, there shall be one renewal of it, and one only, however
 * often this is said. The event is a hint: stage and facts are read again.
 */
export const raiseRenewalRequest = (deps: RaiseDeps) => {
  const commit = commitAndSend(deps);

  return async (key: SubjectKey, credentialId: CredentialId): Promise<void> => {
    const stored = await deps.subjects.find(key);
    if (stored === undefined || stored.state.goneAt !== undefined) return;
    const subject = stored.state.facts;
    const credential = credentialOf(subject, credentialId);
    if (credential?.expiresAt === undefined) return;
    const now = deps.clock.now();
    const policy = stagePolicyFor(deps.policy, subject, credential);
    if (!actionsAt(policy, stageOf(credential, policy, now)).includes('raise-request')) return;

    const of = whatToRenew(subject, credential, credential.expiresAt);
    const id = renewalId(deps.digest, credential.id, credential.expiresAt);
    const renewal = newRenewal(id, of, undefined, revisionOf(deps.digest, of, undefined), now);
    const made = await commit(deps.renewals, id, {
      expected: 'absent',
      state: renewal,
      dueAt: now,
      messages: [wakeMessage(deps.digest, 'open-request', id, subject.id, '0')],
    });
    if (!made.ok) {
      // It exists: an earlier stage raised it. Its ticket is to hear of this one, at the latest when it is looked at next.
      const occasion = `stage@${stageOf(credential, policy, now)}`;
      await deps.publisher.send(wakeMessage(deps.digest, 'tend-request', id, subject.id, occasion));
      return;
    }
    deps.log('STEP_DONE', { renewalId: id satisfies RenewalId, step: 'raise-request' });
  };
};

const whatToRenew = (subject: Subject, credential: Credential, expiresAt: Instant): RenewalSubject => ({
  ...recordOf(subject, credential),
  expiresAt,
});

/** Names exactly what is asked and for whom: another recipient, or another to take their place, wants another approval. */
export const revisionOf = (digest: Digest, of: RenewalSubject, recipient: Recipient | undefined): string => {
  const deputies = (recipient?.deputies ?? []).flatMap(({ tenant, objectId }) => [tenant, objectId]);
  const place = recipient?.deposit === undefined ? [] : [recipient.deposit.vault, recipient.deposit.secret];
  const asked = [
    ...[of, recipient?.person.tenant ?? null, recipient?.person.objectId ?? null],
    ...[...deputies, ...place],
  ];
  return `rv-${fingerprint(digest, JSON.stringify(asked))}`;
};
