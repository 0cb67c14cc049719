import { systemClock } from '../adapters/system/system-clock.ts';
import type { WatchSettings } from '../config.ts';
import type { Callers } from '../ports/callers.ts';
import { onFirstUse } from './on-first-use.ts';

export const callersOf = (settings: WatchSettings): Callers =>
  onFirstUse<Callers>({ identify: true }, async () => {
    const { entraCallers } = await import('../adapters/entra-tokens/entra-callers.ts');
    return entraCallers({
      tenants: settings.PEOPLE_TENANTS,
      audience: settings.API_AUDIENCE,
      timeout: settings.REQUEST_TIMEOUT,
      clock: systemClock,
    });
  });
