import type { Backlog, Outbox } from '../ports/outbox.ts';
import type { Publisher } from '../ports/publisher.ts';
import type { CredentialSource } from '../ports/credential-source.ts';
import type { LastScans } from '../ports/last-scans.ts';
import type { Probe } from '../ports/probe.ts';
import { type Duration, type Instant, plus, seconds } from '../domain/time.ts';
import type { Clock } from '../ports/clock.ts';
import { freshness } from './freshness.ts';

interface Deps {
  readonly clock: Clock;
  readonly probes: readonly Probe[];
  readonly outbox: Pick<Outbox, 'backlog'>;
  readonly publisher: Pick<Publisher, 'troubles'>;
  /** Of the role that watches. */
  readonly sources?: readonly Pick<CredentialSource, 'tenant' | 'source'>[];
  readonly lastScans?: LastScans;
}

/** What a probe of the platform wants to know. Ages in seconds; undefined where there is nothing to have an age. */
export interface Readiness {
  /** Whatever is vital answers. */
  readonly ready: boolean;
  readonly dependencies: Readonly<Record<string, 'ok' | 'unavailable'>>;
  /** What is committed and not yet sent; undefined when the tables do not say. */
  readonly backlog:
    | {
        readonly count: number;
        readonly oldestSeconds: number | undefined;
        readonly reasons: readonly string[];
      }
    | undefined;
  /** Of the source whose last complete scan is longest ago; `never` when one was never read whole. */
  readonly oldestCompleteScanSeconds?: number | 'never' | undefined;
}

/** Anyone may ask as often as they like; the answer is this old at most, so that asking costs nothing. */
const KEPT: Duration = seconds(10);

/** Asks everything at once, and answers the same to whoever asks within the next seconds. */
export const tellReadiness = (deps: Deps): (() => Promise<Readiness>) => {
  const age = (at: Instant, now: Instant): number => Math.max(0, Math.round((now - at) / 1000));

  const backlogAt = (now: Instant, backlog: Backlog): Readiness['backlog'] => ({
    count: backlog.count,
    oldestSeconds: backlog.oldestAt === undefined ? undefined : age(backlog.oldestAt, now),
    reasons: [...new Set(deps.publisher.troubles().map(({ reason }) => reason))].sort(),
  });

  const ask = async (now: Instant): Promise<Readiness> => {
    const answered = await Promise.all(
      deps.probes.map(async (probe) => ({ ...probe, answers: await probe.answers() })),
    );
    const ready = answered.every(({ isVital, answers }) => answers || !isVital);
    const dependencies = Object.fromEntries(
      answered.map(({ name, answers }) => [name, answers ? ('ok' as const) : ('unavailable' as const)]),
    );
    // What follows is read from the tables, which have just said whether they answer.
    if (!ready) return { ready, dependencies, backlog: undefined };
    try {
      const backlog = backlogAt(now, await deps.outbox.backlog());
      const { sources, lastScans } = deps;
      if (sources === undefined || lastScans === undefined) return { ready, dependencies, backlog };
      const known = await freshness({ sources, lastScans });
      const ages = known.map(({ completeAt }) =>
        completeAt === undefined ? undefined : age(completeAt, now),
      );
      const oldest = ages.includes(undefined) ? 'never' : Math.max(0, ...ages.map((each) => each ?? 0));
      return {
        ready,
        dependencies,
        backlog,
        oldestCompleteScanSeconds: ages.length === 0 ? undefined : oldest,
      };
    } catch {
      return { ready: false, dependencies, backlog: undefined }; // they answered, and went away meanwhile
    }
  };

  let kept: { readonly until: Instant; readonly answer: Promise<Readiness> } | undefined;
  return () => {
    const now = deps.clock.now();
    if (kept === undefined || kept.until <= now) kept = { until: plus(now, KEPT), answer: ask(now) };
    return kept.answer;
  };
};
