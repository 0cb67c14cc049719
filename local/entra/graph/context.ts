import type { Context } from 'hono';
import type { Directory } from '../directory.ts';
import { type Caller, demandReadApplication } from './caller.ts';
import { notFound } from './graph-error.ts';

/** What every route of this Graph finds beside its request. */
export interface GraphEnv {
  readonly Variables: { readonly caller: Caller; readonly requestId: string };
}

/** The address of the "@odata.context" for a name. */
export const odataContext = (c: Context<GraphEnv>, name: string): string =>
  `${new URL(c.req.url).origin}/v1.0/$metadata#${name}`;

/**
 * The index of the application that a path names, by object id or as `appId=…`. Who may not read applications learns
 * nothing, not even that there is none.
 */
export const applicationIndex = (directory: Directory, c: Context<GraphEnv>, key: string): number => {
  const { tenant } = directory;
  const index = key.startsWith('appId=')
    ? tenant.indexOfAppId(key.slice('appId='.length))
    : tenant.indexOfObjectId(key);
  demandReadApplication(c.get('caller'), index === undefined ? undefined : tenant.applicationAt(index).appId);
  if (index === undefined) throw notFound(key.replace('appId=', ''));
  return index;
};
