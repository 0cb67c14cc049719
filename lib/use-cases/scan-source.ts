import { type Duration, minutes, plus } from '../domain/time.ts';
import type { Stored } from '../ports/aggregates.ts';
import type { CredentialSource } from '../ports/credential-source.ts';
import type { ScanKey, ScanState } from '../ports/scans.ts';
import { type Advance, advanceScan } from './advance-scan.ts';
import { commitScan } from './commit-scan.ts';
import { endScan, type EndScanDeps } from './end-scan.ts';
import { endSlice } from './end-slice.ts';
import { scanMessage } from './outgoing.ts';
import { planScan } from './plan-scan.ts';
import { postponeScan } from './postpone-scan.ts';

interface Deps extends EndScanDeps {
  readonly sources: readonly CredentialSource[];
  readonly stepLease: Duration;
  readonly firstRetry: Duration;
}

/** After this long a run hands over to the next message, far from any function time-out. */
const BUDGET = minutes(4);

/**
 * Reads a source from where its scan stands, request by request, and remembers after each how far it got, so that whoever
 * comes next goes on there. A worker that finds the scan moved on by another one stops.
 */
export const scanSource = (deps: Deps) => {
  const commit = commitScan(deps);
  const end = endScan(deps);
  const endOfSlice = endSlice(deps);
  const plan = planScan(deps);
  const postpone = postponeScan(deps);

  /** Undefined: handed over, or another worker has this scan. */
  const save = async (key: ScanKey, stored: Stored<ScanState>, state: ScanState, handOver: boolean) => {
    const { source, slice } = state;
    const message = { ...key, source, slice: slice?.index };
    const messages = handOver ? [scanMessage(deps.digest, message, `on@${state.pages}`)] : [];
    const dueAt = plus(deps.clock.now(), deps.stepLease);
    const version = await commit(key, stored, { state, dueAt, messages });
    return handOver ? undefined : version && { state, version };
  };

  const finish = async (
    key: ScanKey,
    stored: Stored<ScanState>,
    { state, failed }: Extract<Advance, { readonly kind: 'over' }>,
    source: CredentialSource | undefined,
  ): Promise<void> => {
    if (state.slice !== undefined) {
      const run = await endOfSlice(key, stored, state);
      if (run === undefined) return;
      return finish(
        run.key,
        run.stored,
        { kind: 'over', state: run.stored.state, failed: undefined },
        source,
      );
    }
    const later = await end(key, stored, state, failed ?? nothingRead(state), source);
    if (later !== undefined) await postpone(key, stored, later);
  };

  return async (key: ScanKey): Promise<void> => {
    let stored = await deps.scans.find(key);
    if (stored === undefined || stored.state.ended !== undefined) return;
    const { tenant, source: name, slice } = stored.state;
    const source = deps.sources.find((known) => known.tenant === tenant && known.source === name);
    if (source === undefined) {
      const unread = [{ what: `${tenant}/${name}`, reason: 'This source is no longer configured.' }];
      const state = { ...stored.state, slice: undefined, unread, unreadTotal: 1 };
      return finish(key, stored, { kind: 'over', state, failed: 'failed' }, undefined);
    }
    deps.log('SCAN_STARTED', { scanId: key.id, source: name, tenant });
    const advance = advanceScan(deps);
    const startedAt = deps.clock.now();
    for (;;) {
      const now = deps.clock.now();
      const isRun = source.parts !== undefined && slice === undefined;
      const next: Advance | undefined = isRun
        ? await plan(key, stored, source)
        : await advance(key, stored.state, source, now);
      if (next === undefined) return; // its slices are at work
      if (next.kind === 'over') return finish(key, stored, next, source);
      if (next.kind === 'later') return postpone(key, stored, next);
      stored = await save(key, stored, next.state, now - startedAt > BUDGET);
      if (stored === undefined) return;
    }
  };
};

/** A source of which every part was given up was not read at all. */
const nothingRead = ({ plan, subjects, unreadTotal }: ScanState): 'failed' | undefined => {
  const parts = plan?.slices.flat().length ?? 0;
  return parts > 0 && subjects === 0 && unreadTotal >= parts ? 'failed' : undefined;
};
