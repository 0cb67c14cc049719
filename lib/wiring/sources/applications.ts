import { isObjectId } from '../../adapters/graph/object-id.ts';
import { sha256 } from '../../adapters/system/sha256.ts';
import { sourceWithChanges } from './source-on-first-use.ts';
import type { SourceWiring } from './source-wiring.ts';
import { toldOfPrivilege } from './told-of-privilege.ts';

export const applicationsOf: SourceWiring = ({ settings, clientFor, tables }) =>
  settings.TENANTS.map((tenant) =>
    sourceWithChanges({ tenant: tenant.id, source: 'entra-applications', watches: isObjectId }, async () => {
      const { graphApplications } = await import('../../adapters/graph/applications-source.ts');
      const { withClientDependents } = await import('../../adapters/outside/client-dependents.ts');
      const client = clientFor(tenant.id);
      const plain = graphApplications({ client, tenant, digest: sha256 });
      const applications = tenant.privileged ? await toldOfPrivilege(plain, client) : plain;
      return withClientDependents(applications, { tenant: tenant.id, providers: tables.providers });
    }),
  );
