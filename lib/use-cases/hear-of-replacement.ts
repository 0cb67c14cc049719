import { type CredentialId, renewalId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import { stepOf } from '../domain/renewal-step.ts';
import type { Publisher } from '../ports/publisher.ts';
import type { SubjectKey } from '../ports/subjects.ts';
import { wakeMessage } from './outgoing.ts';
import type { SagaDeps } from './renewal-saga.ts';

interface Deps extends SagaDeps {
  readonly publisher: Publisher;
}

/**
 * The watch says that a credential was renewed, replaced or removed: if it has a renewal, its ticket is looked at, which
 * begins with what became of the credential. A wake-up that is lost costs nothing but time, since each ticket is looked at
 * by itself as well.
 */
export const hearOfReplacement =
  ({ renewals, publisher, digest }: Deps) =>
  async (key: SubjectKey, credential: CredentialId, expiresAt: Instant | undefined): Promise<void> => {
    if (expiresAt === undefined) return;
    const id = renewalId(digest, credential, expiresAt);
    const stored = await renewals.find(id);
    if (stored?.state.of.subjectId !== key.id) return;
    const occasion = `heard#${stored.state.seq}`;
    const sent = await publisher.send(wakeMessage(digest, 'tend-request', id, key.id, occasion));
    if (!sent.ok) return; // the next look finds it
    if (stepOf(stored.state) !== 'roll-over') return;
    // What was seen may be the proof of a step that people were asked for.
    const woken = await publisher.send(wakeMessage(digest, 'roll-over', id, key.id, occasion));
    if (!woken.ok) return; // likewise
  };
