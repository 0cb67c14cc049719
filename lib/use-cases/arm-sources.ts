import type { Source } from '../domain/credential.ts';
import { type Digest, fingerprint, type SubjectId, type TenantId } from '../domain/ids.ts';
import type { Policy } from '../domain/policy.ts';
import type { Tenant } from '../domain/tenant.ts';
import type { Instant } from '../domain/time.ts';
import type { Stored } from '../ports/aggregates.ts';
import type { ArmingState, Directory } from '../ports/directory.ts';
import type { Subjects } from '../ports/subjects.ts';
import { eachDue, unreadable } from './each-due.ts';
import { eventMessage } from './outgoing.ts';
import { commitAndSend, type Sending } from './send-pending.ts';

export interface ArmingTarget {
  readonly tenant: TenantId;
  readonly source: Source;
}

interface Deps extends Sending {
  readonly directory: Directory;
  readonly subjects: Subjects;
  readonly tenants: readonly Tenant[];
  readonly digest: Digest;
  readonly targets: readonly ArmingTarget[];
  readonly policy: Policy;
  /** `observe` is a ceiling: nothing is armed under it. */
  readonly mode: 'observe' | 'act';
}

const TRIES = 5;

/**
 * Arms the sources that the settings name, each once its baseline is known, and puts all its subjects up for judging:
 * then, after a time of observing, and when the policy has changed. Nothing that was seen in silence counts as announced,
 * so the stages that hold now are said, under the storm cap.
 */
export const armSources = (deps: Deps) => {
  const commit = commitAndSend(deps);

  const arm = async (target: ArmingTarget, stored: Stored<ArmingState>, now: Instant): Promise<boolean> => {
    const { tenant, source } = target;
    const environment = deps.tenants.find(({ id }) => id === tenant)?.environment ?? 'unknown';
    const data = { tenantId: tenant, environment, credentialSource: source };
    const type = 'expiry-monitor.source.armed.v1';
    const about = `${tenant}/${source}`;
    const saved = await commit(deps.directory, target, {
      expected: stored.version,
      state: { ...stored.state, armedAt: now },
      dueAt: undefined,
      messages: [eventMessage(deps.digest, { type, tenant, about, transition: 'armed', at: now, data })],
    });
    if (saved.ok) deps.log('SOURCE_ARMED', { tenant, source });
    return saved.ok;
  };

  const putUp = async (tenant: TenantId, id: SubjectId, now: Instant): Promise<void> => {
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const stored = await deps.subjects.find({ tenant, id });
      if (stored === undefined) return;
      const { state, version } = stored;
      const saved = await deps.subjects.commit(
        { tenant, id },
        { expected: version, state, dueAt: now, messages: [] },
      );
      if (saved.ok) return;
    }
    throw new Error(`Subject ${id} kept changing under ${TRIES} writes.`);
  };

  const note = async (target: ArmingTarget, wokenFor: string | undefined): Promise<void> => {
    const stored = await deps.directory.find(target);
    if (stored === undefined) return;
    const state = { ...stored.state, wokenFor };
    const saved = await deps.directory.commit(target, {
      expected: stored.version,
      state,
      dueAt: undefined,
      messages: [],
    });
    if (!saved.ok) return; // someone else noted it; at worst all are put up once more
  };

  const putUpAll = async (target: ArmingTarget, policy: string, now: Instant): Promise<void> => {
    const ids: SubjectId[] = [];
    for await (const { facts, goneAt } of deps.subjects.list(target.tenant, unreadable(deps.log))) {
      if (facts.source === target.source && goneAt === undefined) ids.push(facts.id);
    }
    const { failed } = await eachDue(
      ids,
      deps.log,
      (id) => id,
      (id) => putUp(target.tenant, id, now),
    );
    if (failed === 0) await note(target, policy); // else all are put up again by the next run
  };

  return async (): Promise<void> => {
    const policy = fingerprint(deps.digest, JSON.stringify(deps.policy));
    for (const target of deps.targets) {
      const now = deps.clock.now();
      const stored = await deps.directory.find(target);
      if (stored?.state.baselineAt === undefined) continue;
      if (deps.mode === 'observe') {
        // What is judged now is judged in silence; when we may speak again, all of it is judged anew.
        if (stored.state.wokenFor !== undefined) await note(target, undefined);
        continue;
      }
      if (stored.state.wokenFor === policy) continue;
      if (stored.state.armedAt !== undefined || (await arm(target, stored, now)))
        await putUpAll(target, policy, now);
    }
  };
};
