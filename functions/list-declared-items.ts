import { listDeclaredItemsOperation } from '../lib/api/declared-items.ts';
import type { WatchDeps } from '../lib/roles.ts';
import { listDeclaredItems } from '../lib/use-cases/list-declared-items.ts';
import { serveOperation } from './api.ts';
import { declaredAnswer } from './declared-answers.ts';
import type { FunctionFile } from './runtime.ts';

/** What no API shows, as people have declared it. */
export const listDeclaredItemsFunction: FunctionFile<WatchDeps> = (runtime, deps) => {
  const list = listDeclaredItems(deps);
  serveOperation(runtime, deps, listDeclaredItemsOperation, async () => {
    const { items, faults } = await list();
    return {
      status: 200,
      body: { items: items.map((each) => declaredAnswer(each.item, each)), faults: [...faults] },
    };
  });
};
