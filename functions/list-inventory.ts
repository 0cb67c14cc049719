import { listInventoryOperation } from '../lib/api/inventory.ts';
import type { WatchDeps } from '../lib/roles.ts';
import { listInventory } from '../lib/use-cases/list-inventory.ts';
import { serveOperation } from './api.ts';
import type { FunctionFile } from './runtime.ts';

/** Everything that is known, the next to expire first. Metadata only. */
export const listInventoryFunction: FunctionFile<WatchDeps> = (runtime, deps) => {
  const list = listInventory(deps);
  serveOperation(runtime, deps, listInventoryOperation, async () => ({
    status: 200,
    body: { credentials: [...(await list())] },
  }));
};
