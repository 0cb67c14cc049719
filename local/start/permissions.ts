import permissions from '../../infra/permissions.json' with { type: 'json' };
import type { Grants } from '../key-vault/grants.ts';
import type { BusGrants } from '../service-bus/access.ts';
import type { Level, TableGrants } from '../tables/table-access.ts';
import { DEFAULT_VAULTS } from '../key-vault/default-vaults.ts';

/** The product's own vault, which holds the key of its links and nothing to watch. */
export const PRODUCT_VAULT = 'product';

/** Every table that some role uses. */
export const TABLES: readonly string[] = [
  ...new Set(Object.values(permissions).flatMap(({ tables }) => Object.keys(tables))),
];

/**
 * Who may do what in the vaults, as on Azure. `all` plays every role on one machine, and may do what they may together.
 * @param clientIdOf the client id of a role's identity
 */
export const vaultGrants = (clientIdOf: (role: string) => string): Grants => {
  const roles = Object.entries(permissions).map(([role, { vaults }]) => [role, grantsIn(vaults)] as const);
  const all = ['all', roles.flatMap(([, may]) => may)] as const;
  return Object.fromEntries([...roles, all].map(([role, may]) => [clientIdOf(role), may]));
};

const grantsIn = ({
  watched = [],
  product = [],
  deposit = [],
  version = [],
}: Readonly<Partial<Record<'watched' | 'product' | 'deposit' | 'version', string[]>>>): string[] => {
  const names = DEFAULT_VAULTS.map(({ name }) => name).filter((name) => name !== PRODUCT_VAULT);
  return [
    ...names.flatMap((name) => watched.map((operation) => `${operation}@${name}`)),
    // The vaults of the applications are those that may be written to.
    ...names.flatMap((name) => [...deposit, ...version].map((operation) => `${operation}@${name}`)),
    ...product.map((operation) => `${operation}@${PRODUCT_VAULT}`),
    // On Azure the role Reader on each subscription whose vaults are looked for.
    ...(watched.length === 0 ? [] : ['subscriptions/read']),
  ];
};

/** Who may do what with the tables. `all` makes them too, as the infrastructure does on Azure. */
export const tableGrants = (clientIdOf: (role: string) => string): TableGrants =>
  Object.fromEntries([
    ...Object.entries(permissions).map(([role, { tables }]) => [
      clientIdOf(role),
      tables as Readonly<Record<string, Level>>,
    ]),
    [clientIdOf('all'), { '*': 'write' }],
  ]) as TableGrants;

/** Who may send and receive where: each role by the shared access policy of its name. */
export const busGrants = (): BusGrants =>
  Object.fromEntries(
    Object.entries(permissions).map(([role, { send, receive }]) => [
      role,
      [...send.map((to) => `send ${to}`), ...receive.map((from) => `receive ${from}`)],
    ]),
  );
