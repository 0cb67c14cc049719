import type { CommonDeps, WatchDeps } from '../lib/roles.ts';
import { tellReadiness } from '../lib/use-cases/tell-readiness.ts';
import type { FunctionFile } from './runtime.ts';

/**
 * The app can work: what it can not do without answers. 503 until it does. Open to everyone, so it tells ages and counts,
 * and no names.
 */
export const readyFunction: FunctionFile<CommonDeps & Partial<Pick<WatchDeps, 'sources' | 'lastScans'>>> = (
  runtime,
  deps,
) => {
  const tell = tellReadiness(deps);
  runtime.http('ready', {
    methods: ['GET'],
    route: 'api/ready',
    authLevel: 'anonymous',
    handler: async () => {
      const readiness = await tell();
      return {
        status: readiness.ready ? 200 : 503,
        headers: { 'cache-control': 'no-store' },
        jsonBody: { role: deps.role, ...readiness },
      };
    },
  });
};
