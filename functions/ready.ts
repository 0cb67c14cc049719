import type { CommonDeps } from '../lib/roles.ts';
import type { FunctionFile } from './runtime.ts';

/** The app can work: its tables answer. 503 until they do. */
export const readyFunction: FunctionFile<CommonDeps> = (runtime, deps) => {
  runtime.http('ready', {
    methods: ['GET'],
    route: 'api/ready',
    authLevel: 'anonymous',
    handler: async () => {
      const tables = await deps.tablesAnswer();
      return {
        status: tables ? 200 : 503,
        jsonBody: { role: deps.role, tables: tables ? 'ok' : 'unavailable' },
      };
    },
  });
};
