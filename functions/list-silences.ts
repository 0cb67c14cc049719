import { listSilencesOperation } from '../lib/api/silences.ts';
import type { WatchDeps } from '../lib/roles.ts';
import { listSilences } from '../lib/use-cases/list-silences.ts';
import { serveOperation } from './api.ts';
import type { FunctionFile } from './runtime.ts';

/** What is silent because someone asked for it. */
export const listSilencesFunction: FunctionFile<WatchDeps> = (runtime, deps) => {
  const list = listSilences(deps);
  serveOperation(runtime, deps, listSilencesOperation, async ({ query }) => ({
    status: 200,
    body: { silences: await list(query.ended === 'include') },
  }));
};
