import { listInventory } from '../lib/use-cases/list-inventory.ts';
import type { WatchDeps } from '../lib/roles.ts';
import type { FunctionFile } from './runtime.ts';

/** Everything that is known, the next to expire first. Metadata only. */
export const listInventoryFunction: FunctionFile<WatchDeps> = (runtime, deps) => {
  const list = listInventory(deps);
  runtime.http('list-inventory', {
    methods: ['GET'],
    route: 'api/inventory',
    authLevel: 'function',
    handler: async () => ({ status: 200, jsonBody: { credentials: await list() } }),
  });
};
