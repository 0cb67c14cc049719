import { type Revocations, revocations } from '../stand-in/revocations.ts';

/** Each holds the ones before it. */
const LEVELS = ['read', 'append', 'write'] as const;
export type Level = (typeof LEVELS)[number];

/** What each caller, by application id, may do with each table; `*` is every table and making them. */
export type TableGrants = Readonly<Record<string, Readonly<Record<string, Level>>>>;

interface Need {
  /** `*`: the account itself. */
  readonly table: string;
  readonly level: Level;
}

/** Who may do what with the tables, as role assignments on single tables say on Azure. */
export interface TableAccess {
  readonly revoked: Revocations;
  allows(caller: string, needs: readonly Need[]): boolean;
}

export const tableAccess = (grants: TableGrants): TableAccess => {
  const revoked = revocations();
  const levelOf = (caller: string, table: string): Level | undefined => {
    const given = grants[caller]?.[table] ?? grants[caller]?.['*'];
    return given === undefined || revoked.has(caller, `${given} ${table}`) ? undefined : given;
  };
  return {
    revoked,
    allows: (caller, needs) =>
      needs.every(({ table, level }) => {
        const given = levelOf(caller, table);
        return given !== undefined && LEVELS.indexOf(given) >= LEVELS.indexOf(level);
      }),
  };
};

/** Appending replaces the row that is the end of a chain, by its ETag; only removing needs more. */
const LEVEL_OF: Readonly<Record<string, Level>> = {
  GET: 'read',
  POST: 'append',
  PUT: 'append',
  PATCH: 'append',
  MERGE: 'append',
};

/** What a request asks for: one thing, or as many as its batch has parts. */
export const needsOf = (method: string, path: string, body: string): readonly Need[] => {
  const entity = /^\/[^/]+\/([^/?(]*)/.exec(path)?.[1] ?? '';
  if (entity === '$batch')
    return [...body.matchAll(/^(GET|POST|PUT|PATCH|MERGE|DELETE) \S*?:\/\/[^/]+(\/\S*)/gm)].flatMap(
      ([, inner = '', address = '']) => needsOf(inner, address, ''),
    );
  const table = entity === '' || entity === 'Tables' ? '*' : entity;
  return [{ table, level: LEVEL_OF[method] ?? 'write' }];
};

/** Who asks, from the token alone: whether it is a good one the table service looks at itself. */
export const callerOf = (authorization: string | undefined): string => {
  const [, claims = ''] = /^Bearer [^.]+\.([^.]+)/i.exec(authorization ?? '') ?? [];
  try {
    const { appid } = JSON.parse(Buffer.from(claims, 'base64url').toString('utf8')) as { appid?: unknown };
    return typeof appid === 'string' ? appid : '';
  } catch {
    return '';
  }
};
