import permissions from '../../infra/permissions.json' with { type: 'json' };
import type { Role } from '../../lib/config.ts';

/** What is watched or looked at only where an operator asks for it. */
export const OPTIONAL = ['devices', 'provisioning', 'lastUse'] as const;
export type Optional = (typeof OPTIONAL)[number];

/** What a role is granted on Azure, from the one list of it. */
export interface RoleRights {
  readonly tables: Readonly<Record<string, 'read' | 'append' | 'write'>>;
  readonly send: readonly string[];
  readonly receive: readonly string[];
  readonly graph: readonly string[];
  /** What is needed only where something is watched, by the name of that. */
  readonly graphOptional?: Readonly<Partial<Record<Optional, readonly string[]>>>;
  readonly vaults: Readonly<Record<string, readonly string[]>>;
}

const ROLES = permissions as unknown as Readonly<Record<string, RoleRights>>;
const ORDER = ['read', 'append', 'write'] as const;

/** The rights of a role; those of `all` are those of every role together. */
export const rightsOf = (role: Role): RoleRights => {
  if (role !== 'all') {
    const rights = ROLES[role];
    if (rights === undefined) throw new Error(`infra/permissions.json has no role ${role}.`);
    return rights;
  }
  const every = Object.values(ROLES);
  const union = (of: (rights: RoleRights) => readonly string[]) => [...new Set(every.flatMap(of))];
  const tables: Record<string, 'read' | 'append' | 'write'> = {};
  for (const rights of every)
    for (const [name, level] of Object.entries(rights.tables)) {
      const known = tables[name];
      if (known === undefined || ORDER.indexOf(level) > ORDER.indexOf(known)) tables[name] = level;
    }
  const vaults = Object.fromEntries(
    ['watched', 'product', 'deposit', 'version'].map((vault) => [
      vault,
      union((rights) => rights.vaults[vault] ?? []),
    ]),
  );
  return {
    tables,
    vaults,
    send: union((r) => r.send),
    receive: union((r) => r.receive),
    graph: union((r) => r.graph),
    graphOptional: Object.fromEntries(
      OPTIONAL.map((what) => [what, union((r) => r.graphOptional?.[what] ?? [])]),
    ),
  };
};
