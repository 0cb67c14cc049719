import { badRequest } from './graph-error.ts';

/** The OData options that this Graph understands. */
export interface QueryOptions {
  readonly select: readonly string[] | undefined;
  readonly top: number | undefined;
  readonly skipToken: string | undefined;
  readonly count: boolean;
}

const KNOWN = ['$select', '$top', '$skiptoken', '$count'];
const MAX_PAGE = 999;

/** Reads them, and refuses any other: an option that is silently ignored would let a wrong query pass. */
export const queryOptions = (url: URL, more: readonly string[] = []): QueryOptions => {
  for (const name of url.searchParams.keys()) {
    if (name.startsWith('$') && !KNOWN.includes(name) && !more.includes(name)) {
      throw badRequest(`The query option ${name} is not supported here.`, 'Request_UnsupportedQuery');
    }
  }
  const top = url.searchParams.get('$top');
  if (top !== null && !(/^\d+$/.test(top) && Number(top) >= 1 && Number(top) <= MAX_PAGE)) {
    throw badRequest(
      `Invalid page size specified: '${top}'. Must be between 1 and ${String(MAX_PAGE)} inclusive.`,
      'Request_UnsupportedQuery',
    );
  }
  const select = url.searchParams.get('$select');
  return {
    select: select === null || select === '' ? undefined : select.split(',').map((name) => name.trim()),
    top: top === null ? undefined : Number(top),
    skipToken: url.searchParams.get('$skiptoken') ?? undefined,
    count: url.searchParams.get('$count') === 'true',
  };
};

/** The address in `mail eq '…'`, the only filter on people and groups that is understood here. */
export const mailFilter = (url: URL): string => {
  const written = /^mail eq '((?:[^']|'')*)'$/.exec(url.searchParams.get('$filter') ?? '')?.[1];
  if (written === undefined) throw badRequest('Invalid filter clause.', 'Request_UnsupportedQuery');
  return written.replaceAll("''", "'").toLowerCase();
};

/** The tag in `tags/any(t:t eq '…')`, the only filter on service principals that is understood here. */
export const tagFilter = (url: URL): string | undefined => {
  const filter = url.searchParams.get('$filter');
  if (filter === null) return undefined;
  const written = /^tags\/any\((\w+):\s*\1 eq '((?:[^']|'')*)'\)$/.exec(filter)?.[2];
  if (written === undefined) throw badRequest('Invalid filter clause.', 'Request_UnsupportedQuery');
  return written.replaceAll("''", "'");
};

/** `object` reduced to what was selected; a property that the type doesn't have is an error, as in Graph. */
export const selected = (
  object: object,
  select: readonly string[] | undefined,
  type: string,
): Record<string, unknown> => {
  const all = object as Readonly<Record<string, unknown>>;
  if (select === undefined) return { ...all };
  return Object.fromEntries(
    select.map((name) => {
      if (!(name in all)) {
        throw badRequest(
          `Parsing OData Select and Expand failed: Could not find a property named '${name}' on type 'microsoft.graph.${type}'.`,
          'BadRequest',
        );
      }
      return [name, all[name]];
    }),
  );
};

/** What stands in "@odata.context" after the collection's name. */
export const contextOf = (set: string, select: readonly string[] | undefined): string =>
  select === undefined ? set : `${set}(${select.join(',')})`;
