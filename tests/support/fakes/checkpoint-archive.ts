import type { Checkpoint } from '../../../lib/domain/checkpoint.ts';
import { fail, ok } from '../../../lib/domain/result.ts';
import type { CheckpointArchive } from '../../../lib/ports/checkpoint-archive.ts';

/** An archive in memory. */
export interface FakeCheckpointArchive extends CheckpointArchive {
  all(): readonly Checkpoint[];
  away(): void;
  back(): void;
}

export const fakeCheckpointArchive = (): FakeCheckpointArchive => {
  const kept = new Map<string, Checkpoint>();
  let isAway = false;
  return {
    put: (checkpoint) => {
      if (isAway) return Promise.resolve(fail({ code: 'UNAVAILABLE', detail: 'The archive is away.' }));
      const name = `${checkpoint.stream}/${checkpoint.size}`;
      if (!kept.has(name)) kept.set(name, checkpoint);
      return Promise.resolve(ok(undefined));
    },
    all: () => [...kept.values()],
    away: () => {
      isAway = true;
    },
    back: () => {
      isAway = false;
    },
  };
};
