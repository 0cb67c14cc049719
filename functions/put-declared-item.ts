import { putDeclaredItemOperation } from '../lib/api/declared-items.ts';
import { tenantId } from '../lib/domain/ids.ts';
import type { WatchDeps } from '../lib/roles.ts';
import { changeDeclaredItem } from '../lib/use-cases/change-declared-item.ts';
import { serveOperation } from './api.ts';
import { changeProblem, declaredAnswer } from './declared-answers.ts';
import type { FunctionFile } from './runtime.ts';

/** Someone declares what no API shows, or says it anew. */
export const putDeclaredItemFunction: FunctionFile<WatchDeps> = (runtime, deps) => {
  const change = changeDeclaredItem(deps);
  serveOperation(runtime, deps, putDeclaredItemOperation, async ({ caller, params: { id }, body }) => {
    const { tenant, revision: of, ...said } = body;
    const key = { tenant: tenant === undefined ? undefined : tenantId(tenant), id };
    const changed = await change(key, { kind: 'put', item: { id, ...said }, of }, caller);
    if (!changed.ok) return changeProblem(changed.failure);
    const { kept } = changed.value;
    const item = declaredAnswer(kept.item, { tenant: kept.tenant, origin: 'api', kept });
    return { status: changed.value.change === 'added' ? 201 : 200, body: { item } };
  });
};
