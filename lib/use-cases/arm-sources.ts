import { type Arming, armedIfWanted, type ArmingKey } from '../domain/arming.ts';
import { type Digest, fingerprint } from '../domain/ids.ts';
import type { Policy } from '../domain/policy.ts';
import type { Tenant } from '../domain/tenant.ts';
import type { Instant } from '../domain/time.ts';
import type { Stored } from '../ports/aggregates.ts';
import type { Directory } from '../ports/directory.ts';
import type { OutgoingMessage } from '../ports/publisher.ts';
import type { Subjects } from '../ports/subjects.ts';
import { armedEvent } from './arming-events.ts';
import { putUpSubjects } from './put-up-subjects.ts';
import { commitAndSend, type Sending } from './send-pending.ts';

export interface ArmSourcesDeps extends Sending {
  readonly directory: Directory;
  readonly subjects: Subjects;
  readonly tenants: readonly Tenant[];
  readonly digest: Digest;
  /** Every source of every tenant. */
  readonly sources: readonly ArmingKey[];
  /** Those that the setting ARM names. */
  readonly targets: readonly ArmingKey[];
  readonly policy: Policy;
  /** `observe` is a ceiling: nothing is armed under it. */
  readonly mode: 'observe' | 'act';
  /** How many subjects one run may put up; the rest is left to the next ones. */
  readonly putUpBudget: number;
}

/**
 * Arms what is wanted, each source once its baseline is known, and puts its subjects up for judging: then, after a time
 * of observing, and when the policy has changed. Nothing that was seen in silence counts as announced, so the stages that
 * hold now are said, under the storm cap. A large tenant takes several runs; how far they came is kept.
 */
export const armSources = (deps: ArmSourcesDeps) => {
  const commit = commitAndSend(deps);
  const putUp = putUpSubjects(deps);

  /** Undefined when someone else wrote first: the next run looks again. */
  const save = async (
    key: ArmingKey,
    stored: Stored<Arming>,
    state: Arming,
    messages: readonly OutgoingMessage[] = [],
  ): Promise<Stored<Arming> | undefined> => {
    const saved = await commit(deps.directory, key, {
      expected: stored.version,
      state,
      dueAt: undefined,
      messages,
    });
    return saved.ok ? { state, version: saved.value } : undefined;
  };

  const arm = async (
    key: ArmingKey,
    stored: Stored<Arming>,
    now: Instant,
  ): Promise<Stored<Arming> | undefined> => {
    const state = armedIfWanted(stored.state, isNamed(deps.targets, key), now);
    if (state === stored.state) return stored;
    const saved = await save(key, stored, state, [armedEvent(deps, state, now)]);
    if (saved !== undefined) deps.log('SOURCE_ARMED', { ...key });
    return saved;
  };

  /** Answers how much of the budget it used. */
  const wake = async (
    key: ArmingKey,
    found: Stored<Arming>,
    policy: string,
    budget: number,
  ): Promise<number> => {
    let stored: Stored<Arming> | undefined = found;
    let used = 0;
    while (stored !== undefined && stored.state.wokenFor !== policy && used < budget) {
      const { waking } = stored.state;
      const from = waking?.policy === policy ? waking : { policy, after: undefined, missed: false };
      const now = deps.clock.now();
      const size = Math.min(BATCH, budget - used);
      const done = await putUp(key, from, size, now);
      used += Math.max(1, done.count);
      stored = await save(key, stored, {
        ...stored.state,
        waking: done.waking,
        wokenFor: done.waking === undefined ? policy : stored.state.wokenFor,
      });
      if (done.waking !== undefined && done.waking.after === undefined) break; // begun anew, by the next run
    }
    return used;
  };

  return async (): Promise<void> => {
    const policy = fingerprint(deps.digest, JSON.stringify(deps.policy));
    let budget = deps.putUpBudget;
    for (const { tenant, source } of deps.sources) {
      const key = { tenant, source };
      const stored = await deps.directory.find(key);
      if (stored?.state.baselineAt === undefined) continue;
      if (deps.mode === 'observe') {
        // What is judged now is judged in silence; when we may speak again, all of it is judged anew.
        const { wokenFor, waking } = stored.state;
        if (wokenFor !== undefined || waking !== undefined)
          await save(key, stored, { ...stored.state, wokenFor: undefined, waking: undefined });
        continue;
      }
      const armed = await arm(key, stored, deps.clock.now());
      if (armed?.state.armedAt !== undefined) budget -= await wake(key, armed, policy, budget);
    }
  };
};

/** How often it is noted how far it came. */
const BATCH = 1000;

const isNamed = (targets: readonly ArmingKey[], { tenant, source }: ArmingKey): boolean =>
  targets.some((target) => target.tenant === tenant && target.source === source);
