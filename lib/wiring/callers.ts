import { entraCallers } from '../adapters/entra-tokens/entra-callers.ts';
import { systemClock } from '../adapters/system/system-clock.ts';
import type { WatchSettings } from '../config.ts';
import type { Callers } from '../ports/callers.ts';

export const callersOf = (settings: WatchSettings): Callers =>
  entraCallers({
    tenants: settings.PEOPLE_TENANTS,
    audience: settings.API_AUDIENCE,
    timeout: settings.REQUEST_TIMEOUT,
    clock: systemClock,
  });
