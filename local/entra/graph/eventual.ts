import type { Context } from 'hono';
import type { GraphEnv } from './context.ts';

/** Whether the caller takes answers from the index that lags behind, as some questions need. */
export const isEventual = (c: Context<GraphEnv>): boolean =>
  c.req.header('consistencylevel')?.toLowerCase() === 'eventual';
