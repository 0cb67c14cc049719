import { sha256 } from '../../adapters/system/sha256.ts';
import { parseEndpoint } from '../../domain/tls-endpoint.ts';
import { sourceOnFirstUse } from './source-on-first-use.ts';
import type { SourceWiring } from './source-wiring.ts';

export const tlsEndpointsOf: SourceWiring = ({ settings }) =>
  settings.TENANTS.filter(({ tlsEndpoints }) => tlsEndpoints.length > 0).map((tenant) =>
    sourceOnFirstUse(
      {
        tenant: tenant.id,
        source: 'tls-endpoints',
        watches: (nativeId) => parseEndpoint(nativeId) !== undefined,
      },
      async () => {
        const { tlsEndpoints } = await import('../../adapters/outside/tls-source.ts');
        return tlsEndpoints({ endpoints: tenant.tlsEndpoints, tenant, digest: sha256 });
      },
    ),
  );
