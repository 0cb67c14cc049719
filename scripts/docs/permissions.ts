import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { table } from './json-schema.ts';

/** What one role may do. */
interface Role {
  readonly tables: Readonly<Record<string, 'read' | 'append' | 'write'>>;
  readonly blobs?: Readonly<Record<string, 'read' | 'append'>>;
  readonly send: readonly string[];
  readonly receive: readonly string[];
  readonly graph: readonly string[];
  readonly graphOptional?: Readonly<Record<string, readonly string[]>>;
  readonly vaults: Readonly<Record<string, readonly string[]>>;
}

export type Permissions = Readonly<Record<string, Role>>;

export const readPermissions = (root: string): Permissions =>
  JSON.parse(readFileSync(join(root, 'infra', 'permissions.json'), 'utf8')) as Permissions;

const LETTERS = { read: 'R', append: 'R, A', write: 'R, W' } as const;

/** The tables of docs/permissions.md, by name: what is asked for by row, each role a column. */
export const permissionTables = (permissions: Permissions): Readonly<Record<string, string>> => {
  const roles = Object.entries(permissions);
  const matrix = (what: string, names: readonly string[], cell: (name: string, role: Role) => string) =>
    table(
      [what, ...roles.map(([name]) => `\`${name}\``)],
      [...new Set(names)].map((name) => [`\`${name}\``, ...roles.map(([, role]) => cell(name, role))]),
    );
  const all = (of: (role: Role) => readonly string[]) => roles.flatMap(([, role]) => of(role));
  const yes = (has: boolean) => (has ? 'yes' : '');
  const right = (vault: string) => (operation: string) => `${operation} in ${vault}`;
  const vaultRights = ({ vaults }: Role) =>
    Object.entries(vaults).flatMap(([vault, operations]) => operations.map(right(vault)));

  return {
    tables: matrix(
      'Table',
      all((role) => Object.keys(role.tables)),
      (name, { tables }) => (tables[name] === undefined ? '' : LETTERS[tables[name]]),
    ),
    blobs: matrix(
      'Container',
      all(({ blobs = {} }) => Object.keys(blobs)),
      (name, { blobs = {} }) => (blobs[name] === undefined ? '' : LETTERS[blobs[name]]),
    ),
    send: matrix(
      'Topic or queue',
      all(({ send }) => send),
      (name, { send }) => yes(send.includes(name)),
    ),
    receive: matrix(
      'Queue or subscription',
      all(({ receive }) => receive),
      (name, { receive }) => yes(receive.includes(name)),
    ),
    graph: matrix(
      'Graph application permission',
      all(({ graph }) => graph),
      (name, { graph }) => yes(graph.includes(name)),
    ),
    'graph-optional': table(
      ['Graph application permission', 'App', 'Needed where this is watched'],
      roles.flatMap(([name, { graphOptional = {} }]) =>
        Object.entries(graphOptional).flatMap(([what, permissions]) =>
          permissions.map((permission) => [`\`${permission}\``, `\`${name}\``, what]),
        ),
      ),
    ),
    vaults: matrix('Right', all(vaultRights), (name, role) => yes(vaultRights(role).includes(name))),
  };
};
