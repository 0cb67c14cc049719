import { metadataId, type TenantId } from '../domain/ids.ts';
import type { KeptMetadata } from '../domain/kept-metadata.ts';
import type { PersonKey } from '../domain/person.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import type { MetadataDeps, MetadataRefusal } from './declare-metadata.ts';
import { placeChanged } from './place-changed.ts';
import { commitAndSend } from './send-pending.ts';

const TRIES = 5;

/** Metadata that nobody wants to be watched any more. The next scan finds its certificates gone. */
export const removeMetadata =
  (deps: Omit<MetadataDeps, 'metadataReader' | 'subjects'>) =>
  async (tenant: TenantId, name: string, by: PersonKey): Promise<Result<KeptMetadata, MetadataRefusal>> => {
    const commit = commitAndSend(deps);
    const key = { tenant, id: metadataId(deps.digest, tenant, name) };
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const stored = await deps.metadata.find(key);
      if (stored === undefined || stored.state.removedAt !== undefined)
        return fail({ code: 'UNKNOWN_METADATA' });
      const now = deps.clock.now();
      const state = { ...stored.state, removedAt: now };
      const of = { ...key, source: 'federation-metadata', name, change: 'removed', by, now } as const;
      const messages = [placeChanged(deps, of)];
      const change = { state, expected: stored.version, dueAt: undefined, messages };
      const saved = await commit(deps.metadata, key, change);
      if (!saved.ok) continue; // a scan wrote what it read
      deps.log('METADATA_CHANGED', { metadataId: key.id, tenant, change: 'removed' });
      return ok(state);
    }
    return fail({ code: 'BUSY' });
  };
