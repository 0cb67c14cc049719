import type { Context } from 'hono';
import type { Owner } from '../tenant/graph-types.ts';
import { sightOfUsers } from './caller.ts';
import { type GraphEnv, odataContext } from './context.ts';
import { ownerJson } from './directory-object-json.ts';
import { nextLink, page } from './paging.ts';
import { contextOf, queryOptions } from './query-options.ts';

/** Smaller than Graph's, so that 25 owners are two pages; a server may always give less than was asked for. */
const OWNERS_PAGE = 20;

/** A page of who owns something. */
export const ownersPage = (c: Context<GraphEnv>, owners: readonly Owner[]): Response => {
  const url = new URL(c.req.url);
  const { select, top, skipToken } = queryOptions(url);
  const { from, to, next } = page({
    total: owners.length,
    size: Math.min(top ?? OWNERS_PAGE, OWNERS_PAGE),
    skipToken,
  });
  return c.json({
    '@odata.context': odataContext(c, contextOf('directoryObjects', select)),
    ...(next === undefined ? {} : { '@odata.nextLink': nextLink(url, next) }),
    value: owners.slice(from, to).map((owner) => ownerJson(owner, select, sightOfUsers(c.get('caller')))),
  });
};
