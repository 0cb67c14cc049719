import { dayOf } from '../domain/calendar.ts';
import type { Tenant } from '../domain/tenant.ts';
import type { Clock } from '../ports/clock.ts';
import type { Summaries } from '../ports/summaries.ts';

interface Deps {
  readonly summaries: Summaries;
  readonly tenants: readonly Tenant[];
  readonly clock: Clock;
}

/** Notes for the next daily summary that a run of the judge had more to say than it may. Once a day is enough. */
export const noteStormCap = (deps: Deps) => async (): Promise<void> => {
  const day = dayOf(deps.clock.now());
  for (const { id } of deps.tenants) {
    const stored = await deps.summaries.find(id);
    if (stored?.state.cappedOn === day) continue;
    const before = stored?.state ?? { tenant: id, daily: undefined, week: undefined, owed: [] };
    const saved = await deps.summaries.commit(id, {
      state: { ...before, cappedOn: day },
      expected: stored?.version ?? 'absent',
      dueAt: undefined,
      messages: [],
    });
    if (!saved.ok) continue; // a summary was made at this moment; the next capped run notes it
  }
};
