import { removeDeclaredItemOperation } from '../lib/api/declared-items.ts';
import { tenantId } from '../lib/domain/ids.ts';
import type { WatchDeps } from '../lib/roles.ts';
import { changeDeclaredItem } from '../lib/use-cases/change-declared-item.ts';
import { serveOperation } from './api.ts';
import { changeProblem, declaredAnswer } from './declared-answers.ts';
import type { FunctionFile } from './runtime.ts';

/** What was declared is no longer there. */
export const removeDeclaredItemFunction: FunctionFile<WatchDeps> = (runtime, deps) => {
  const change = changeDeclaredItem(deps);
  serveOperation(runtime, deps, removeDeclaredItemOperation, async ({ caller, params: { id }, query }) => {
    const { tenant, revision } = query;
    const key = { tenant: tenant === undefined ? undefined : tenantId(tenant), id };
    const changed = await change(key, { kind: 'remove', of: Number(revision) }, caller);
    if (!changed.ok) return changeProblem(changed.failure);
    const { kept } = changed.value;
    return {
      status: 200,
      body: { item: declaredAnswer(kept.item, { tenant: kept.tenant, origin: 'api', kept }) },
    };
  });
};
