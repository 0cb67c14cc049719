import type { Digest } from '../domain/ids.ts';
import {
  advanceSilence,
  type KeptSilence,
  type SilenceCommand,
  silenceDueAt,
  type SilenceRefusal,
} from '../domain/kept-silence.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import type { Instant } from '../domain/time.ts';
import type { Stored } from '../ports/aggregates.ts';
import type { OutgoingMessage } from '../ports/publisher.ts';
import type { SilenceKey, Silences } from '../ports/silences.ts';
import type { Subjects } from '../ports/subjects.ts';
import { putUpSubject } from './put-up-subjects.ts';
import { silencedEvent, silenceEndedEvents } from './silence-events.ts';
import { commitAndSend, type Sending } from './send-pending.ts';

export interface KeepSilenceDeps extends Sending {
  readonly silences: Silences;
  readonly subjects: Subjects;
  readonly digest: Digest;
}

export const keyOf = ({ silence }: KeptSilence): SilenceKey => ({ tenant: silence.tenant, id: silence.id });

/**
 * Writes silences. Each change is committed with the event that says it and is due at once; then the subject is put up for
 * judging, and that is noted. Whoever dies in between leaves it due.
 */
export const keepSilence = (deps: KeepSilenceDeps) => {
  const commit = commitAndSend(deps);
  const putUp = putUpSubject(deps);

  const save = async (
    state: KeptSilence,
    expected: Stored<KeptSilence>['version'] | 'absent',
    now: Instant,
    messages: readonly OutgoingMessage[],
  ): Promise<Stored<KeptSilence> | undefined> => {
    const dueAt = silenceDueAt(state, now);
    const saved = await commit(deps.silences, keyOf(state), { state, expected, dueAt, messages });
    return saved.ok ? { state, version: saved.value } : undefined;
  };

  /** Lets the judge look at the subject. */
  const tell = async (stored: Stored<KeptSilence>, now: Instant): Promise<void> => {
    const { silence } = stored.state;
    await putUp(silence.tenant, silence.subjectId, now);
    const noted = await save({ ...stored.state, isPutUp: true }, stored.version, now, []);
    if (noted === undefined) return; // it changed again meanwhile, and is told again
  };

  return {
    tell,

    /** A new silence; undefined when it is there already. */
    begin: async (kept: KeptSilence, now: Instant): Promise<Stored<KeptSilence> | undefined> =>
      save(kept, 'absent', now, [silencedEvent(deps.digest, kept, now)]),

    /** Moves a silence; `STALE` when someone else wrote first. */
    move: async (
      stored: Stored<KeptSilence>,
      command: SilenceCommand,
    ): Promise<Result<Stored<KeptSilence>, SilenceRefusal | 'STALE'>> => {
      const moved = advanceSilence(stored.state, command);
      if (!moved.ok) return moved;
      const messages =
        moved.value.ended === undefined
          ? [silencedEvent(deps.digest, moved.value, command.now)]
          : silenceEndedEvents(deps.digest, moved.value);
      const saved = await save(moved.value, stored.version, command.now, messages);
      if (saved === undefined) return fail('STALE');
      deps.log('SILENCE_CHANGED', {
        silenceId: moved.value.silence.id,
        kind: moved.value.silence.kind,
        change: moved.value.ended?.cause ?? command.kind,
      });
      return ok(saved);
    },
  };
};
