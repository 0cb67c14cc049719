import { stagePolicyFor, type Policy } from '../domain/policy.ts';
import { stageOf } from '../domain/stage.ts';
import type { Tenant } from '../domain/tenant.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Subjects } from '../ports/subjects.ts';
import { unreadable } from './each-due.ts';

interface Deps {
  readonly clock: Clock;
  readonly log: Log;
  readonly tenants: readonly Tenant[];
  readonly policy: Policy;
  readonly subjects: Subjects;
}

/** Counts what is known by tenant, source and stage: one line each, which a workbook can add up. */
export const countCredentials = (deps: Deps) => async (): Promise<void> => {
  const now = deps.clock.now();
  for (const { id: tenant, environment } of deps.tenants) {
    const counts = new Map<string, number>();
    for await (const { facts, goneAt } of deps.subjects.list(tenant, unreadable(deps.log))) {
      if (goneAt !== undefined) continue;
      for (const credential of facts.credentials) {
        const stage = stageOf(credential, stagePolicyFor(deps.policy, facts, credential), now);
        const key = `${facts.source} ${stage}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    }
    for (const [key, count] of counts) {
      const [source, stage] = key.split(' ');
      deps.log('CREDENTIALS_COUNTED', { tenant, environment, source, stage, count });
    }
  }
};
