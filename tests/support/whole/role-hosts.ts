import { type Role, SETTINGS } from '../../../lib/config.ts';
import type { Surroundings } from '../../../local/start/surroundings.ts';
import type { HostOptions } from './hosts.ts';

/** The connection string of one role: its shared access policy is to a namespace without Entra what its identity is elsewhere. */
export const busOf = (role: string, { serviceBus }: Pick<Surroundings, 'serviceBus'>): string =>
  serviceBus.connectionString.replace('SharedAccessKeyName=local', `SharedAccessKeyName=${role}`);

/** A host that plays one role, knows the settings of that role alone, and signs in everywhere as it. */
const hostOf = (role: Role, surroundings: Surroundings): HostOptions => ({
  settings: {
    APP_ROLE: role,
    AZURE_CLIENT_ID: surroundings.entra.identities[role] ?? '',
    SERVICE_BUS: busOf(role, surroundings),
  },
  has: (setting) => setting in SETTINGS[role] || /^(IDENTITY_|AzureFunctionsJobHost__)/.test(setting),
});

/** Three hosts that share the work as three apps on Azure do. */
export const roleHosts = (surroundings: Surroundings): Readonly<Record<string, HostOptions>> => ({
  link: hostOf('link', surroundings),
  watch: hostOf('watch', surroundings),
  renew: hostOf('renew', surroundings),
});
