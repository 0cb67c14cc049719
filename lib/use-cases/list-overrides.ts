import type { KeptOverride } from '../domain/owner-override.ts';
import { scopeWord } from '../domain/owner-override.ts';
import { wordOf } from '../domain/owner-contact.ts';
import type { PersonKey } from '../domain/person.ts';
import type { Tenant } from '../domain/tenant.ts';
import { type Instant, toIso } from '../domain/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Overrides } from '../ports/overrides.ts';
import { unreadable } from './each-due.ts';

interface Deps {
  readonly overrides: Overrides;
  readonly tenants: readonly Tenant[];
  readonly clock: Clock;
  readonly log: Log;
}

/** Every override that somebody set, the newest first. */
export const listOverrides = (deps: Deps) => async (withEnded: boolean) => {
  const now = deps.clock.now();
  const all: KeptOverride[] = [];
  for (const { id } of deps.tenants)
    for await (const kept of deps.overrides.list(id, unreadable(deps.log)))
      if (withEnded || isStanding(kept, now)) all.push(kept);
  return all.sort((a, b) => b.override.setAt - a.override.setAt).map((kept) => overrideView(kept, now));
};

const isStanding = ({ override: { until }, ended }: KeptOverride, now: Instant): boolean =>
  ended === undefined && (until === undefined || now < until);

/** What people are told of one override. Patterns, reason and owner are hostile text. */
export const overrideView = (kept: KeptOverride, now: Instant) => {
  const { override, ended } = kept;
  const { id, tenant, scope, owner, reason, author, setAt, until } = override;
  return {
    id,
    tenant,
    standing: isStanding(kept, now) ? ('in-force' as const) : ('over' as const),
    of: { kind: scope.kind, value: scopeWord(scope) },
    owner: { kind: owner.kind, value: wordOf(owner) },
    reason,
    author: ref(author),
    setAt: toIso(setAt),
    ...(until === undefined ? {} : { until: toIso(until) }),
    ...(ended === undefined
      ? {}
      : {
          ended: {
            at: toIso(ended.at),
            cause: ended.cause,
            ...(ended.by === undefined ? {} : { by: ref(ended.by) }),
          },
        }),
  };
};

const ref = ({ tenant, objectId }: PersonKey) => ({ tenantId: tenant, objectId });
