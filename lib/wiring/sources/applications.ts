import { isObjectId } from '../../adapters/graph/object-id.ts';
import { sha256 } from '../../adapters/system/sha256.ts';
import { sourceWithChanges } from './source-on-first-use.ts';
import type { SourceWiring } from './source-wiring.ts';

export const applicationsOf: SourceWiring = ({ settings, clientFor, tables }) =>
  settings.TENANTS.map((tenant) =>
    sourceWithChanges({ tenant: tenant.id, source: 'entra-applications', watches: isObjectId }, async () => {
      const { graphApplications } = await import('../../adapters/graph/applications-source.ts');
      const { withClientDependents } = await import('../../adapters/outside/client-dependents.ts');
      const applications = graphApplications({ client: clientFor(tenant.id), tenant, digest: sha256 });
      return withClientDependents(applications, { tenant: tenant.id, providers: tables.providers });
    }),
  );
