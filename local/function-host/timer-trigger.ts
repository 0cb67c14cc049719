import type { TypedData } from './core-types.ts';
import type { Persistent } from '../stand-in/state.ts';
import type { Schedule } from './ncrontab.ts';
import type { TimerStatus } from './timer-status.ts';
import type { Work } from './work.ts';

interface TimerOptions {
  readonly schedule: Schedule;
  readonly status: Persistent<TimerStatus | null>;
  readonly runOnStartup: boolean;
  /** Runs the function; a rejection has been logged, and is not tried again. */
  readonly run: (input: TypedData) => Promise<unknown>;
  readonly work: Pick<Work, 'during'>;
}

export interface Timer {
  start(): void;
  /** Runs it now, after a run that is under way. */
  runNow(): Promise<void>;
  /** No further occurrence starts; a run under way ends by itself. */
  stop(): void;
}

/** setTimeout counts in 32 bits, and a clock that jumps or a machine that slept is noticed sooner. */
const LONGEST_SLEEP_MS = 60_000;

/**
 * One timer function. Runs never overlap; an occurrence during a run is left out, as in Azure. Occurrences that were
 * missed while the host was away make one late run.
 */
export const timerTrigger = ({ schedule, status, runOnStartup, run, work }: TimerOptions): Timer => {
  let sleep: NodeJS.Timeout | undefined;
  let stopped = false;
  let lastRun: Promise<unknown> = Promise.resolve();

  const serially = (isPastDue: boolean): Promise<void> => {
    const before = lastRun;
    const mine = work.during(async () => {
      await before;
      await run({ json: timerInput(status.value, schedule, isPastDue) });
    });
    lastRun = mine.catch(() => undefined);
    return mine;
  };
  const remember = (last: Date | undefined, now: Date) => {
    status.value = {
      last: last?.toISOString() ?? status.value?.last,
      next: schedule.next(now)?.toISOString(),
      lastUpdated: now.toISOString(),
    };
    status.save();
  };
  const occur = async (due: Date, isPastDue: boolean): Promise<void> => {
    await serially(isPastDue).catch(() => undefined);
    // Remembered after the run: a host that is killed in the middle runs it again, late.
    remember(due, new Date());
    waitFor(schedule.next(new Date()));
  };
  const waitFor = (due: Date | undefined): void => {
    if (stopped || due === undefined) return;
    const left = due.getTime() - Date.now();
    if (left <= 0) {
      void occur(due, false);
      return;
    }
    sleep = setTimeout(waitFor, Math.min(left, LONGEST_SLEEP_MS), due);
  };

  return {
    start: () => {
      const now = new Date();
      // Counted anew from the last update, since the schedule may be another than it was then.
      const missed = status.value === null ? undefined : schedule.next(new Date(status.value.lastUpdated));
      if (missed !== undefined && missed <= now) void occur(missed, true);
      else if (runOnStartup) void occur(now, false);
      else {
        remember(undefined, now);
        waitFor(schedule.next(now));
      }
    },
    runNow: () => serially(false),
    stop: () => {
      stopped = true;
      clearTimeout(sleep);
    },
  };
};

/** As the host writes it; the library lowers the first letters. */
const timerInput = (status: TimerStatus | null, schedule: Schedule, isPastDue: boolean): string => {
  const never = '0001-01-01T00:00:00+00:00';
  return JSON.stringify({
    Schedule: { AdjustForDST: true },
    ScheduleStatus: {
      Last: status?.last ?? never,
      Next: status?.next ?? schedule.next(new Date())?.toISOString() ?? never,
      LastUpdated: status?.lastUpdated ?? never,
    },
    IsPastDue: isPastDue,
  });
};
