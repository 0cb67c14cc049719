import type { Digest } from '../domain/ids.ts';
import {
  advanceOverride,
  type KeptOverride,
  type OverrideCommand,
  type OverrideRefusal,
  scopeWord,
} from '../domain/owner-override.ts';
import type { PersonKey } from '../domain/person.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import type { Tenant } from '../domain/tenant.ts';
import { type Instant, toIso } from '../domain/time.ts';
import type { Stored } from '../ports/aggregates.ts';
import type { OverrideKey, Overrides } from '../ports/overrides.ts';
import type { OutgoingMessage } from '../ports/publisher.ts';
import { eachDue } from './each-due.ts';
import { eventMessage } from './outgoing.ts';
import { commitAndSend, type Sending } from './send-pending.ts';

export interface KeepOverrideDeps extends Sending {
  readonly overrides: Overrides;
  readonly tenants: readonly Tenant[];
  readonly digest: Digest;
}

const BATCH = 500;

/** Writes overrides. Each change is committed with the event that says it, which is chained into the record. */
export const keepOverride = (deps: KeepOverrideDeps) => {
  const commit = commitAndSend(deps);

  const save = async (
    state: KeptOverride,
    expected: Stored<KeptOverride>['version'] | 'absent',
    at: Instant,
  ): Promise<boolean> => {
    const { tenant, id, until } = state.override;
    const dueAt = state.ended === undefined ? until : undefined;
    const messages = [overriddenEvent(deps, state, at)];
    const saved = await commit(deps.overrides, { tenant, id }, { state, expected, dueAt, messages });
    if (saved.ok) deps.log('OVERRIDE_CHANGED', { overrideId: id, change: state.ended?.cause ?? 'set' });
    return saved.ok;
  };

  return {
    /** Whether it is new; the same word of the same person at the same time is there already. */
    begin: (state: KeptOverride): Promise<boolean> => save(state, 'absent', state.override.setAt),

    /** Ends an override; `STALE` when someone else wrote first. */
    move: async (
      stored: Stored<KeptOverride>,
      command: OverrideCommand,
    ): Promise<Result<KeptOverride, OverrideRefusal | 'STALE'>> => {
      const moved = advanceOverride(stored.state, command);
      if (!moved.ok) return moved;
      return (await save(moved.value, stored.version, command.now)) ? ok(moved.value) : fail('STALE');
    },
  };
};

/** Ends the overrides whose date has come. They hold no more from that instant on, whether or not this ran. */
export const tendOverrides = (deps: KeepOverrideDeps) => {
  const keep = keepOverride(deps);
  const tend = async (key: OverrideKey): Promise<void> => {
    const stored = await deps.overrides.find(key);
    if (stored === undefined) return;
    const moved = await keep.move(stored, { kind: 'run-out', now: deps.clock.now() });
    if (!moved.ok) return; // someone else wrote first: what is still due stays due
  };
  return async (): Promise<void> => {
    const due = await deps.overrides.due(deps.clock.now(), BATCH);
    const { outage } = await eachDue(due, deps.log, ({ id }) => id, tend);
    if (outage !== undefined) throw outage;
  };
};

/** Its reason, and who the owner is, are for those who decide, and are in no event. */
const overriddenEvent = (
  { digest, tenants }: KeepOverrideDeps,
  { override, ended }: KeptOverride,
  at: Instant,
): OutgoingMessage => {
  const { id, tenant, scope, owner, author, until } = override;
  const step = ended === undefined ? 'set' : 'ended';
  return eventMessage(digest, {
    type: 'expiry-monitor.owner.overridden.v1',
    tenant,
    about: id,
    transition: step,
    at,
    data: {
      tenantId: tenant,
      environment: tenants.find((one) => one.id === tenant)?.environment ?? 'unknown',
      overrideId: id,
      step,
      of: { kind: scope.kind, value: scopeWord(scope) },
      ownerKind: owner.kind,
      author: ref(author),
      ...(until === undefined ? {} : { until: toIso(until) }),
      ...(ended === undefined ? {} : { cause: ended.cause }),
      ...(ended?.by === undefined ? {} : { endedBy: ref(ended.by) }),
    },
  });
};

const ref = ({ tenant, objectId }: PersonKey) => ({ tenantId: tenant, objectId });
