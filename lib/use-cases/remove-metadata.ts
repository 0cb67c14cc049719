import { metadataId, type TenantId } from '../domain/ids.ts';
import type { KeptMetadata } from '../domain/kept-metadata.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import type { MetadataDeps, MetadataRefusal } from './declare-metadata.ts';

const TRIES = 5;

/** Metadata that nobody wants to be watched any more. The next scan finds its certificates gone. */
export const removeMetadata =
  (deps: Pick<MetadataDeps, 'metadata' | 'digest' | 'clock' | 'log'>) =>
  async (tenant: TenantId, name: string): Promise<Result<KeptMetadata, MetadataRefusal>> => {
    const key = { tenant, id: metadataId(deps.digest, tenant, name) };
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const stored = await deps.metadata.find(key);
      if (stored === undefined || stored.state.removedAt !== undefined)
        return fail({ code: 'UNKNOWN_METADATA' });
      const state = { ...stored.state, removedAt: deps.clock.now() };
      const change = { state, expected: stored.version, dueAt: undefined, messages: [] };
      const saved = await deps.metadata.commit(key, change);
      if (!saved.ok) continue; // a scan wrote what it read
      deps.log('METADATA_CHANGED', { metadataId: key.id, tenant, change: 'removed' });
      return ok(state);
    }
    return fail({ code: 'BUSY' });
  };
