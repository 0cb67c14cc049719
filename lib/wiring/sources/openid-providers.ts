import { sha256 } from '../../adapters/system/sha256.ts';
import { systemClock } from '../../adapters/system/system-clock.ts';
import { outsideOf } from './outside.ts';
import { sourceOnFirstUse } from './source-on-first-use.ts';
import type { SourceWiring } from './source-wiring.ts';

/** Every tenant has it: what is watched is declared while the app runs. */
export const openIdProvidersOf: SourceWiring = ({ settings, tables }) =>
  settings.TENANTS.map((tenant) =>
    sourceOnFirstUse(
      {
        tenant: tenant.id,
        source: 'openid-providers',
        watches: (nativeId) => /^op-[a-z2-7]{26}$/.test(nativeId),
      },
      async () => {
        const { openIdProviders } = await import('../../adapters/outside/openid-source.ts');
        return openIdProviders({
          tenant,
          providers: tables.providers,
          outside: outsideOf(settings),
          digest: sha256,
          clock: systemClock,
        });
      },
    ),
  );
