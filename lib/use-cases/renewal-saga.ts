import { nextTry } from '../domain/backoff.ts';
import type { Digest, RenewalId } from '../domain/ids.ts';
import { advance } from '../domain/renewal-advance.ts';
import {
  active,
  type ActiveRenewal,
  type Refusal,
  type Renewal,
  type RenewalCommand,
} from '../domain/renewal.ts';
import { dueAt, type Step, stepDueAt, stepOf } from '../domain/renewal-step.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import { type Duration, type Instant, toIso } from '../domain/time.ts';
import type { DataOf, EventType } from '../events/catalogue.ts';
import type { Stored } from '../ports/aggregates.ts';
import type { OutgoingMessage } from '../ports/publisher.ts';
import type { Renewals } from '../ports/renewals.ts';
import { aboutRenewal } from './about.ts';
import { eventMessage, wakeMessage } from './outgoing.ts';
import { commitAndSend, type Sending } from './send-pending.ts';

export interface SagaDeps extends Sending {
  readonly renewals: Renewals;
  readonly digest: Digest;
  readonly firstRetry: Duration;
  /** After so many failures in a row the desk gets an incident. */
  readonly incidentAfter: number;
}

/** What a renewal says when it moves; built from the state after the move. */
export type Say = (next: Renewal) => readonly OutgoingMessage[];

export type MoveFailure = Refusal | 'STALE';

/** Why a step waits. The detail comes scrubbed from an adapter, and goes into the log alone. */
export interface Postponed {
  readonly code: string;
  readonly detail?: string;
}

export interface RenewalSaga {
  /** The renewal, if the step is what it waits for. */
  load(id: RenewalId, step: Step): Promise<{ stored: Stored<Renewal>; at: ActiveRenewal } | undefined>;
  /** Moves it by one command: state, deadline, events and the wake-up of the next step in one commit. */
  move(
    stored: Stored<Renewal>,
    command: RenewalCommand,
    say?: Say,
  ): Promise<Result<Stored<Renewal>, MoveFailure>>;
  /**
   * An outage: what was tried is tried again later, ever more rarely. Said once, when it begins. `before` is the renewal
   * before this try took its lease, where it took one: it knows how often it failed already.
   */
  postpone(stored: Stored<Renewal>, failure: Postponed, before?: Stored<Renewal>): Promise<void>;
  /** An event about a renewal. The type and the sequence make its id. */
  event<Type extends EventType>(
    type: Type,
    next: Renewal,
    data: Omit<DataOf<Type>, keyof ReturnType<typeof aboutRenewal>>,
  ): OutgoingMessage;
}

/** How every step of a renewal reads and writes it. */
export const renewalSaga = (deps: SagaDeps): RenewalSaga => {
  const { renewals, digest, clock, log } = deps;
  const commit = commitAndSend(deps);

  const wakeNext = (before: Renewal, next: Renewal, now: Instant): readonly OutgoingMessage[] => {
    const step = stepOf(next);
    const due = stepDueAt(next, now);
    if (step === undefined || due === undefined || due > now || step === stepOf(before)) return [];
    return [wakeMessage(digest, step, next.id, next.of.subjectId, `${next.seq}`)];
  };

  const event: RenewalSaga['event'] = (type, next, data) =>
    eventMessage(digest, {
      type,
      tenant: next.of.tenant,
      about: next.id,
      transition: `${next.seq}`,
      at: clock.now(),
      data: { ...aboutRenewal(next), ...data } as unknown as DataOf<typeof type>,
    });

  const move: RenewalSaga['move'] = async (stored, command, say = () => []) => {
    const next = advance(stored.state, command);
    if (!next.ok) return next;
    const now = clock.now();
    const saved = await commit(renewals, next.value.id, {
      expected: stored.version,
      state: next.value,
      dueAt: dueAt(next.value, now),
      messages: [...say(next.value), ...wakeNext(stored.state, next.value, now)],
    });
    if (!saved.ok) {
      log('STEP_SUPERSEDED', { renewalId: next.value.id, command: command.kind });
      return fail('STALE');
    }
    return ok({ state: next.value, version: saved.value });
  };

  return {
    event,
    move,
    load: async (id, step) => {
      const stored = await renewals.find(id);
      return stored === undefined || stepOf(stored.state) !== step
        ? undefined
        : { stored, at: active(stored.state) };
    },
    postpone: async (stored, { code: failure, detail }, { state: before } = stored) => {
      const now = clock.now();
      const at = active(stored.state);
      // Attempts that were given up are failures in a row too, though each of them began anew.
      const given =
        at.state === 'approved' ? at.attempt : at.state === 'renewing-version' ? at.version.refusals : 0;
      const failures = Math.max(given, before.state === 'paused' ? before.attempts + 1 : 1);
      const nextTryAt = nextTry(now, deps.firstRetry, failures);
      const step = stepOf(stored.state) ?? 'none';
      log('STEP_POSTPONED', { renewalId: stored.state.id, step, failure, detail, failures });
      const say: Say = (next) =>
        failures > 1
          ? []
          : [event('expiry-monitor.renewal.paused.v1', next, { step, failure, nextTryAt: toIso(nextTryAt) })];
      const saved = await move(
        stored,
        {
          kind: 'postpone',
          failure,
          now,
          nextTryAt,
          failures,
          // Told once, with a date of its own: the desk may be what is away.
          tend: failures === deps.incidentAfter,
        },
        say,
      );
      if (!saved.ok) return; // someone else moved it on, so there is nothing to try again
    },
  };
};
