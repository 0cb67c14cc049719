import { removeMetadataOperation } from '../lib/api/federation-metadata.ts';
import { tenantId } from '../lib/domain/ids.ts';
import type { WatchDeps } from '../lib/roles.ts';
import { metadataView } from '../lib/use-cases/list-metadata.ts';
import { removeMetadata } from '../lib/use-cases/remove-metadata.ts';
import { serveOperation } from './api.ts';
import { metadataProblem } from './metadata-problems.ts';
import type { FunctionFile } from './runtime.ts';

/** Federation metadata that nobody wants to be watched any more. */
export const removeFederationMetadataFunction: FunctionFile<WatchDeps> = (runtime, deps) => {
  const remove = removeMetadata(deps);
  serveOperation(runtime, deps, removeMetadataOperation, async ({ caller, params }) => {
    const removed = await remove(tenantId(params.tenant), params.name, caller);
    return removed.ok
      ? { status: 200, body: { metadata: metadataView(removed.value) } }
      : metadataProblem(removed.failure);
  });
};
