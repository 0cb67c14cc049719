import type { CommonDeps } from '../lib/roles.ts';
import type { FunctionFile } from './runtime.ts';

/** The app has started. Asks nothing of anyone, so an outage elsewhere does not restart us. */
export const healthFunction: FunctionFile<CommonDeps> = (runtime, { role }) => {
  runtime.http('health', {
    methods: ['GET'],
    route: 'api/health',
    authLevel: 'anonymous',
    handler: () => ({ status: 200, jsonBody: { status: 'ok', role } }),
  });
};
