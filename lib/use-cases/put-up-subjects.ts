import type { ArmingKey, Waking } from '../domain/arming.ts';
import type { SubjectId, TenantId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import type { Log } from '../ports/log.ts';
import type { Subjects } from '../ports/subjects.ts';
import { eachDue, unreadable } from './each-due.ts';

interface Deps {
  readonly subjects: Subjects;
  readonly log: Log;
}

/** How many requests are under way at once. */
const LANES = 16;
const TRIES = 5;

/** Makes one subject due now, whoever else writes it; what is not there is left alone. */
export const putUpSubject =
  ({ subjects }: Pick<Deps, 'subjects'>) =>
  async (tenant: TenantId, id: SubjectId, now: Instant): Promise<void> => {
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const stored = await subjects.find({ tenant, id });
      if (stored === undefined) return;
      const { state, version } = stored;
      const saved = await subjects.commit(
        { tenant, id },
        { expected: version, state, dueAt: now, messages: [] },
      );
      if (saved.ok) return;
    }
    throw new Error(`Subject ${id} kept changing under ${TRIES} writes.`);
  };

/**
 * Makes the next subjects of a source due, at most `budget` of them, and answers how far it came: undefined when it is
 * through with all.
 */
export const putUpSubjects = (deps: Deps) => {
  const putUp = putUpSubject(deps);

  return async (
    { tenant, source }: ArmingKey,
    from: Waking,
    budget: number,
    now: Instant,
  ): Promise<{ readonly waking: Waking | undefined; readonly count: number }> => {
    const ids: SubjectId[] = [];
    let isMore = false;
    for await (const { facts, goneAt } of deps.subjects.list(tenant, unreadable(deps.log), from.after)) {
      if (facts.source !== source || goneAt !== undefined) continue;
      if (ids.length === budget) {
        isMore = true;
        break;
      }
      ids.push(facts.id);
    }
    const lanes = Array.from({ length: LANES }, (_, lane) => ids.filter((__, n) => n % LANES === lane));
    const worked = await Promise.all(
      lanes.map((lane) =>
        eachDue(
          lane,
          deps.log,
          (id) => id,
          (id) => putUp(tenant, id, now),
        ),
      ),
    );
    const failed = worked.reduce((sum, one) => sum + one.failed, 0);
    const outage = worked.find((one) => one.outage !== undefined)?.outage;
    if (outage !== undefined && failed === ids.length) throw outage;
    const missed = from.missed || failed > 0;
    const after = ids.at(-1) ?? from.after;
    if (isMore) return { waking: { ...from, after, missed }, count: ids.length };
    // Some could not be put up: all are, once more.
    return {
      waking: missed ? { policy: from.policy, after: undefined, missed: false } : undefined,
      count: ids.length,
    };
  };
};
