import { sliceId } from '../domain/ids.ts';
import type { Digest } from '../domain/ids.ts';
import { ok } from '../domain/result.ts';
import { type Duration, plus } from '../domain/time.ts';
import type { Stored } from '../ports/aggregates.ts';
import type { CredentialSource } from '../ports/credential-source.ts';
import type { Plan, ScanKey, Scans, ScanState } from '../ports/scans.ts';
import { type Advance, stopped } from './advance-scan.ts';
import { commitScan } from './commit-scan.ts';
import { scanMessage } from './outgoing.ts';
import { commitAndSend, type Sending } from './send-pending.ts';
import { blankScan } from './start-scan.ts';

export interface PlanDeps extends Sending {
  readonly scans: Scans;
  readonly digest: Digest;
  readonly stepLease: Duration;
}

/** So many parts are read side by side; with more of them, each slice reads several, one after another. */
const MOST_SLICES = 64;

/**
 * Cuts a scan of a source of many parts into slices that are read side by side, each with a row, a cursor and messages of
 * its own. Undefined: they are at work. Done again after a crash, it starts those that were not started.
 */
export const planScan = (deps: PlanDeps) => {
  const save = commitScan(deps);
  const commit = commitAndSend(deps);

  const begin = async (run: ScanKey, { tenant, source, startedAt }: ScanState, index: number, plan: Plan) => {
    const parts = plan.slices[index];
    if (parts === undefined) return;
    const key = { tenant, id: sliceId(deps.digest, run.id, index) };
    const slice = { run: run.id, index, parts, at: 0 };
    const begun = await commit(deps.scans, key, {
      expected: 'absent',
      state: { ...blankScan({ tenant, source }, startedAt), slice },
      dueAt: plus(deps.clock.now(), deps.stepLease),
      messages: [scanMessage(deps.digest, { ...key, source, slice: index }, 'start')],
    });
    if (!begun.ok) return; // it was begun before
  };

  return async (
    key: ScanKey,
    stored: Stored<ScanState>,
    source: CredentialSource,
  ): Promise<Advance | undefined> => {
    let { plan } = stored.state;
    if (plan === undefined) {
      const named = (await source.parts?.()) ?? ok([]);
      if (!named.ok) return stopped(stored.state, named.failure);
      const slices = cut([...new Set(named.value)]);
      plan = { slices, open: slices.map((_, index) => index) };
      const dueAt = plus(deps.clock.now(), deps.stepLease);
      const state = { ...stored.state, plan, attempts: 0, postponed: undefined };
      const saved = await save(key, stored, { state, dueAt, messages: [] });
      if (saved === undefined) return undefined; // another worker planned it
      if (slices.length === 0) return { kind: 'over', state, failed: undefined };
    }
    for (const index of plan.open) await begin(key, stored.state, index, plan);
    const isRead = plan.open.length === 0;
    return isRead ? { kind: 'over', state: stored.state, failed: undefined } : undefined;
  };
};

const cut = (parts: readonly string[]): readonly (readonly string[])[] => {
  const size = Math.ceil(parts.length / MOST_SLICES);
  return Array.from({ length: size === 0 ? 0 : Math.ceil(parts.length / size) }, (_, index) =>
    parts.slice(index * size, (index + 1) * size),
  );
};
