import type { VoidSilence } from '../domain/judging.ts';
import type { Instant } from '../domain/time.ts';
import { keepSilence, type KeepSilenceDeps } from './keep-silence.ts';

/**
 * Ends what the judge found to be void, and says so. It counted as nothing already when the judge met it; what is lost here
 * is found again when the silence is due.
 */
export const endVoidSilences = (deps: KeepSilenceDeps) => {
  const keep = keepSilence(deps);
  return async (voided: readonly VoidSilence[], now: Instant): Promise<void> => {
    for (const { silence, why } of voided) {
      const stored = await deps.silences.find({ tenant: silence.tenant, id: silence.id });
      if (stored === undefined || stored.state.ended !== undefined) continue;
      const moved = await keep.move(stored, { kind: 'void', why, now });
      if (!moved.ok) continue; // someone else wrote first; the silence is due again within a day
    }
  };
};
