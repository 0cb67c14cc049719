import { listMetadataOperation } from '../lib/api/federation-metadata.ts';
import type { WatchDeps } from '../lib/roles.ts';
import { listMetadata } from '../lib/use-cases/list-metadata.ts';
import { serveOperation } from './api.ts';
import type { FunctionFile } from './runtime.ts';

/** Which federation metadata is watched, and what it shows. */
export const listFederationMetadataFunction: FunctionFile<WatchDeps> = (runtime, deps) => {
  const list = listMetadata(deps);
  serveOperation(runtime, deps, listMetadataOperation, async () => ({
    status: 200,
    body: { metadata: await list() },
  }));
};
