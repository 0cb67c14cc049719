import type { SilenceKey } from '../ports/silences.ts';
import { eachDue } from './each-due.ts';
import { keepSilence, type KeepSilenceDeps } from './keep-silence.ts';

const BATCH = 500;

/**
 * Ends the silences whose date has come, and lets the judge look at what a crash kept from it. Whether what they are about
 * has changed the judge itself finds, whenever it looks at their subject.
 */
export const tendSilences = (deps: KeepSilenceDeps) => {
  const keep = keepSilence(deps);

  const tend = async (key: SilenceKey): Promise<void> => {
    const stored = await deps.silences.find(key);
    if (stored === undefined) return;
    const { silence, ended } = stored.state;
    const now = deps.clock.now();
    if (ended !== undefined || now < silence.until) return keep.tell(stored, now);
    const moved = await keep.move(stored, { kind: 'run-out', now });
    if (moved.ok) return keep.tell(moved.value, now);
    // Someone else wrote first: it is still due.
  };

  return async (): Promise<void> => {
    const due = await deps.silences.due(deps.clock.now(), BATCH);
    const { outage } = await eachDue(due, deps.log, ({ id }) => id, tend);
    if (outage !== undefined) throw outage;
  };
};
