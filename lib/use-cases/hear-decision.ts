import type { Digest, RenewalId } from '../domain/ids.ts';
import type { Publisher } from '../ports/publisher.ts';
import type { Renewals } from '../ports/renewals.ts';
import { wakeMessage } from './outgoing.ts';

interface Deps {
  readonly renewals: Renewals;
  readonly publisher: Publisher;
  readonly digest: Digest;
}

/** Somebody decided or reported by the API, or said something of a roll-over: the renewal is woken, and reads that for itself. */
export const hearDecision =
  ({ renewals, publisher, digest }: Deps) =>
  async (
    id: RenewalId,
    step: 'record-approval' | 'roll-over' | 'tend-request',
    occasion: string,
  ): Promise<void> => {
    const stored = await renewals.find(id);
    if (stored === undefined) return;
    const { subjectId } = stored.state.of;
    const sent = await publisher.send(wakeMessage(digest, step, id, subjectId, occasion));
    if (!sent.ok) return; // each is looked at by itself as well
  };
