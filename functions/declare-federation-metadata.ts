import { declareMetadataOperation } from '../lib/api/federation-metadata.ts';
import { tenantId } from '../lib/domain/ids.ts';
import type { WatchDeps } from '../lib/roles.ts';
import { declareMetadata } from '../lib/use-cases/declare-metadata.ts';
import { differenceView, metadataView } from '../lib/use-cases/list-metadata.ts';
import { serveOperation } from './api.ts';
import { metadataProblem } from './metadata-problems.ts';
import type { FunctionFile } from './runtime.ts';

/** Federation metadata is declared, or a file of it imported. */
export const declareFederationMetadataFunction: FunctionFile<WatchDeps> = (runtime, deps) => {
  const declare = declareMetadata(deps);
  serveOperation(runtime, deps, declareMetadataOperation, async ({ caller, params, body }) => {
    const { url, xml, entityId, trust, usedBy } = body;
    const from = xml === undefined ? { url: url ?? '' } : { xml };
    const wanted = { tenant: tenantId(params.tenant), name: params.name, from, entityId, trust, usedBy };
    const declared = await declare(wanted, caller);
    if (!declared.ok) return metadataProblem(declared.failure);
    const { kept, difference, isNew } = declared.value;
    const changed = difference === undefined ? {} : { difference: differenceView(difference) };
    return { status: isNew ? 201 : 200, body: { metadata: metadataView(kept), ...changed } };
  });
};
