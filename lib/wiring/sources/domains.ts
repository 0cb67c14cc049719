import { isDomainId } from '../../adapters/graph/domain-id.ts';
import { sha256 } from '../../adapters/system/sha256.ts';
import { systemClock } from '../../adapters/system/system-clock.ts';
import { sourceInParts } from './source-on-first-use.ts';
import type { SourceWiring } from './source-wiring.ts';

export const domainsOf: SourceWiring = ({ settings, clientFor }) =>
  settings.TENANTS.map((tenant) =>
    sourceInParts({ tenant: tenant.id, source: 'federated-domains', watches: isDomainId }, async () => {
      const { graphDomains } = await import('../../adapters/graph/domains-source.ts');
      const { provisioning } = tenant;
      const client = clientFor(tenant.id);
      return graphDomains({ client, tenant, provisioning, digest: sha256, clock: systemClock });
    }),
  );
