import { nextTry } from '../domain/backoff.ts';
import { dayOf, weekOf } from '../domain/calendar.ts';
import { type DayLine, tallyDay } from '../domain/day-tally.ts';
import type { TenantId } from '../domain/ids.ts';
import type { Tenant } from '../domain/tenant.ts';
import { type Duration, type Instant, plus } from '../domain/time.ts';
import type { Stored } from '../ports/aggregates.ts';
import type { Mailer } from '../ports/mailer.ts';
import type { OutgoingMessage } from '../ports/publisher.ts';
import type { Silences } from '../ports/silences.ts';
import type { OwedSummary, Summaries, SummaryState } from '../ports/summaries.ts';
import type { Texts } from '../ports/texts.ts';
import { eachDue } from './each-due.ts';
import { eventMessage } from './outgoing.ts';
import { commitAndSend, type Sending } from './send-pending.ts';
import { survey, type SurveyDeps } from './survey.ts';
import { weeklyView } from './weekly-view.ts';

export interface SumUpDeps extends SurveyDeps, Sending {
  readonly silences: Silences;
  readonly summaries: Summaries;
  readonly tenants: readonly Tenant[];
  readonly mailer: Mailer;
  readonly texts: Texts;
  readonly teamMailbox: string | undefined;
  readonly stepLease: Duration;
  readonly firstRetry: Duration;
}

const NOTHING_YET = { cappedOn: undefined, daily: undefined, week: undefined, owed: [] } as const;

/**
 * Sums up each tenant with a source that speaks: the first run of a UTC day makes the daily summary, the first of a week
 * the list of what is silent; later runs only send what could not be sent. A mail is taken before it is sent, so that two
 * runs at once send it once, and noted after it was, so that a crash in between sends it again. Under `observe` nothing
 * leaves.
 */
export const sumUp = (deps: SumUpDeps) => {
  const commit = commitAndSend(deps);
  const all = survey(deps);

  const save = async (
    expected: Stored<SummaryState>['version'] | 'absent',
    state: SummaryState,
    messages: readonly OutgoingMessage[] = [],
  ): Promise<Stored<SummaryState> | undefined> => {
    const change = { state, expected, dueAt: undefined, messages };
    const saved = await commit(deps.summaries, state.tenant, change);
    return saved.ok ? { state, version: saved.value } : undefined;
  };

  const linesOf = async (tenant: TenantId): Promise<readonly DayLine[]> => {
    const lines: DayLine[] = [];
    for await (const { credential, explanation, rank, isArmed } of all(tenant))
      lines.push({
        id: credential.id,
        firstSeenAt: explanation.memory.firstSeenAt,
        verdict: explanation.verdict,
        rank,
        isArmed,
        isExpired: explanation.stage === 'expired',
        isAnnounced: explanation.memory.announced !== undefined,
        isSilent: explanation.silences.some(
          ({ silence, standing }) => silence.kind !== 'exception' && standing === 'in-force',
        ),
      });
    return lines;
  };

  /** Undefined when nothing of the tenant speaks, or another run was first. */
  const sumUpDay = async (
    tenant: Tenant,
    stored: Stored<SummaryState> | undefined,
    now: Instant,
  ): Promise<Stored<SummaryState> | undefined> => {
    const day = dayOf(now);
    const lines = await linesOf(tenant.id);
    if (!lines.some(({ isArmed }) => isArmed)) return undefined;
    const before = stored?.state ?? { tenant: tenant.id, ...NOTHING_YET };
    const { tally, open } = tallyDay(lines, before.daily);
    const stormCapHit = before.cappedOn !== undefined && before.cappedOn >= (before.daily?.day ?? day);
    const week = weekOf(now);
    // A daily mail that never left is of yesterday; the list of the week is still the list of the week.
    const owed: OwedSummary[] = [
      { what: 'daily', attempts: 0, nextTryAt: now },
      ...(before.week === week
        ? before.owed.filter(({ what }) => what === 'weekly')
        : [{ what: 'weekly', attempts: 0, nextTryAt: now } as const]),
    ];
    const state = { ...before, daily: { day, at: now, tally, open, stormCapHit }, week, owed };
    const { id, environment } = tenant;
    const event = eventMessage(deps.digest, {
      type: 'expiry-monitor.summary.daily.v1',
      tenant: id,
      about: id,
      transition: day,
      at: now,
      data: { tenantId: id, environment, day, ...tally, stormCapHit },
    });
    return save(stored?.version ?? 'absent', state, [event]);
  };

  const textOf = async (tenant: Tenant, { what }: OwedSummary, { daily }: SummaryState) => {
    if (what === 'weekly') {
      const view = await weeklyView(deps, tenant);
      return view && deps.texts.weeklyList(view);
    }
    return (
      daily &&
      deps.texts.dailySummary({
        ...{ tenantName: tenant.name, environment: tenant.environment, day: daily.day },
        ...{ tally: daily.tally, stormCapHit: daily.stormCapHit },
      })
    );
  };

  const mail = async (tenant: Tenant, found: Stored<SummaryState>, one: OwedSummary): Promise<void> => {
    const now = deps.clock.now();
    if (one.nextTryAt > now) return;
    const others = found.state.owed.filter(({ what }) => what !== one.what);
    const taken = { ...one, nextTryAt: plus(now, deps.stepLease) };
    const stored = await save(found.version, { ...found.state, owed: [...others, taken] });
    if (stored === undefined) return; // another run takes it
    const text = await textOf(tenant, one, stored.state);
    const reference = `${one.what}-${one.what === 'daily' ? stored.state.daily?.day : stored.state.week}`;
    const sent =
      text === undefined || deps.teamMailbox === undefined
        ? undefined
        : await deps.mailer.send({ to: deps.teamMailbox, ...text, reference });
    const failure = sent?.ok === false ? sent.failure : undefined;
    if (failure !== undefined)
      deps.log(failure.code === 'REJECTED' ? 'SUMMARY_REFUSED' : 'SUMMARY_POSTPONED', {
        tenant: tenant.id,
        what: one.what,
        detail: failure.detail,
      });
    await settle(
      tenant,
      taken,
      failure?.code === 'UNAVAILABLE' ? retry(one, now, deps.firstRetry) : undefined,
    );
  };

  /** Forgets the mail that we took, or puts it off, whoever else wrote the row meanwhile. If that fails, it goes out twice. */
  const settle = async ({ id }: Tenant, taken: OwedSummary, next: OwedSummary | undefined): Promise<void> => {
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const stored = await deps.summaries.find(id);
      if (stored === undefined) return;
      const isOurs = ({ what, nextTryAt }: OwedSummary) =>
        what === taken.what && nextTryAt === taken.nextTryAt;
      const others = stored.state.owed.filter((one) => !isOurs(one));
      const owed = next === undefined ? others : [...others, next];
      if ((await save(stored.version, { ...stored.state, owed })) !== undefined) return;
    }
  };

  const sumUpTenant = async (tenant: Tenant): Promise<void> => {
    const now = deps.clock.now();
    const found = await deps.summaries.find(tenant.id);
    // A clock that was set back makes no second summary of a day.
    if ((found?.state.daily?.day ?? '') < dayOf(now)) await sumUpDay(tenant, found, now);
    for (const what of ['daily', 'weekly'] as const) {
      const stored = await deps.summaries.find(tenant.id);
      const owed = stored?.state.owed.find((one) => one.what === what);
      if (stored !== undefined && owed !== undefined) await mail(tenant, stored, owed);
    }
  };

  return async (): Promise<void> => {
    if (deps.mode === 'observe') return;
    const { outage } = await eachDue(deps.tenants, deps.log, ({ id }) => id, sumUpTenant);
    if (outage !== undefined) throw outage;
  };
};

const TRIES = 5;

const retry = (one: OwedSummary, now: Instant, first: Duration): OwedSummary => {
  const attempts = one.attempts + 1;
  return { ...one, attempts, nextTryAt: nextTry(now, first, attempts) };
};
