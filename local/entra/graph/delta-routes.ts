import { Hono } from 'hono';
import type { Directory } from '../directory.ts';
import { listedApplication } from './application-json.ts';
import { demandReadApplications } from './caller.ts';
import { type GraphEnv, odataContext } from './context.ts';
import { badRequest, GraphError } from './graph-error.ts';
import { page } from './paging.ts';
import { contextOf, selected } from './query-options.ts';

/** Whatever `$top` says: delta queries of directory objects do not know it. */
const PAGE = 100;
const WEEK_MS = 7 * 86_400_000;
const KNOWN = ['$select', '$deltatoken', '$skiptoken', '$top'];

/** What a link carries: the caller does not say it again. */
interface Token {
  readonly select: readonly string[];
  readonly revision: number;
  readonly at: number;
  /** Of the first round, which tells everything. */
  readonly skip?: string;
}

/** Changes of applications, by delta query. */
export const deltaRoutes = (directory: Directory, now: () => number): Hono<GraphEnv> => {
  const app = new Hono<GraphEnv>();
  const { tenant } = directory;

  // All that ever changed, each time: a replay is allowed, and costs the caller another look.
  app.get('/servicePrincipals/delta', (c) => {
    demandReadApplications(c.get('caller'));
    const url = new URL(c.req.url);
    const token = { select: [], revision: 0, at: now() };
    return c.json({
      '@odata.context': odataContext(c, 'servicePrincipals'),
      '@odata.deltaLink': `${url.origin}${url.pathname}?$deltatoken=${writeToken(token)}`,
      value: url.searchParams.get('$deltatoken') === 'latest' ? [] : directory.changedPrincipals(),
    });
  });

  app.get('/applications/delta', (c) => {
    demandReadApplications(c.get('caller'));
    const url = new URL(c.req.url);
    for (const name of url.searchParams.keys()) {
      if (name.startsWith('$') && !KNOWN.includes(name.toLowerCase())) {
        throw badRequest(`The query option ${name} is not supported here.`, 'Request_UnsupportedQuery');
      }
    }
    const delta = url.searchParams.get('$deltatoken');
    const skip = url.searchParams.get('$skiptoken');
    const fresh = (select: readonly string[]): Token => ({
      select,
      revision: directory.revision(),
      at: now(),
    });
    const token =
      delta !== null && delta !== 'latest'
        ? readToken(delta)
        : skip === null
          ? fresh((url.searchParams.get('$select') ?? '').split(',').filter((name) => name !== ''))
          : readToken(skip);
    if (token.at + WEEK_MS <= now()) {
      const again = `${url.origin}${url.pathname}?$deltatoken=`;
      throw new GraphError(410, 'syncStateNotFound', 'The sync state is too old.', { location: again });
    }
    const shown = (index: number, of: readonly string[]) =>
      selected(
        listedApplication(directory.read(index)),
        ['id', ...of.filter((name) => name !== 'id')],
        'application',
      );
    const answer = (value: readonly object[], link: 'nextLink' | 'deltaLink', next: Token) => {
      const parameter = link === 'nextLink' ? '$skiptoken' : '$deltatoken';
      return c.json({
        '@odata.context': odataContext(c, contextOf('applications', token.select)),
        [`@odata.${link}`]: `${url.origin}${url.pathname}?${parameter}=${writeToken(next)}`,
        value,
      });
    };
    if (delta === 'latest') return answer([], 'deltaLink', token);
    if (delta !== null) {
      const changed = directory.changedSince(token.revision);
      // Of what changed, only that and the id, as Graph may do: what is absent is as it was.
      const value = changed.map(({ index, touched }) =>
        shown(
          index,
          touched.filter((name) => token.select.length === 0 || token.select.includes(name)),
        ),
      );
      return answer(value, 'deltaLink', fresh(token.select));
    }
    const { from, to, next } = page({ total: tenant.apps, size: PAGE, skipToken: token.skip });
    const value = Array.from({ length: to - from }, (_, nth) => shown(from + nth, token.select));
    return next === undefined
      ? answer(value, 'deltaLink', token)
      : answer(value, 'nextLink', { ...token, skip: next });
  });

  return app;
};

const writeToken = (token: Token): string => Buffer.from(JSON.stringify(token)).toString('base64url');

const readToken = (text: string): Token => {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as Token;
  } catch {
    throw badRequest('The delta token is not one of this server.', 'syncStateNotFound');
  }
};
