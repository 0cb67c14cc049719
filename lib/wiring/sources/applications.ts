import { isObjectId } from '../../adapters/graph/object-id.ts';
import { sha256 } from '../../adapters/system/sha256.ts';
import { sourceWithChanges } from './source-on-first-use.ts';
import type { SourceWiring } from './source-wiring.ts';

export const applicationsOf: SourceWiring = ({ settings, clientFor }) =>
  settings.TENANTS.map((tenant) =>
    sourceWithChanges({ tenant: tenant.id, source: 'entra-applications', watches: isObjectId }, async () => {
      const { graphApplications } = await import('../../adapters/graph/applications-source.ts');
      return graphApplications({ client: clientFor(tenant.id), tenant, digest: sha256 });
    }),
  );
