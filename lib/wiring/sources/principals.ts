import { isObjectId } from '../../adapters/graph/object-id.ts';
import { sha256 } from '../../adapters/system/sha256.ts';
import { sourceWithChanges } from './source-on-first-use.ts';
import type { SourceWiring } from './source-wiring.ts';
import { toldOfPrivilege } from './told-of-privilege.ts';

export const principalsOf: SourceWiring = ({ settings, clientFor }) =>
  settings.TENANTS.map((tenant) =>
    sourceWithChanges(
      { tenant: tenant.id, source: 'entra-service-principals', watches: isObjectId },
      async () => {
        const { graphPrincipals } = await import('../../adapters/graph/principals-source.ts');
        const client = clientFor(tenant.id);
        const principals = graphPrincipals({ client, tenant, digest: sha256 });
        return tenant.privileged ? toldOfPrivilege(principals, client) : principals;
      },
    ),
  );
