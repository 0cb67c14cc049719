import { registerAll } from '../../functions/all.ts';
import { loadConfig, type Role, SETTINGS } from '../../lib/config.ts';
import { DEFAULT_POLICY } from '../../lib/domain/policy.ts';
import { wire } from '../../lib/wiring.ts';
import { filledSettings } from '../../tests/support/example-settings.ts';
import { type Registered, recordingRuntime } from '../../tests/support/recording-runtime.ts';

const ROLES: readonly Role[] = ['watch', 'renew', 'link', 'all'];
const KINDS = {
  http: 'http',
  timer: 'timer',
  queue: 'serviceBusQueue',
  topic: 'serviceBusTopic',
} as const satisfies Record<Registered['trigger'], string>;

/** What a role registers when it is wired from its own settings alone. Nothing is connected to. */
const registeredBy = (role: Role): readonly Registered[] => {
  const own = Object.entries(filledSettings()).filter(([name]) => name in SETTINGS[role]);
  const { runtime, registered } = recordingRuntime();
  registerAll(runtime, wire(loadConfig({ ...Object.fromEntries(own), APP_ROLE: role }), DEFAULT_POLICY));
  return registered;
};

/** The triggers of all functions as `functions/triggers.json` holds them, in the order in which the data travels. */
export const triggerList = (): readonly object[] => {
  const byRole = ROLES.map((role) => ({ role, names: registeredBy(role).map(({ name }) => name) }));
  return registeredBy('all').map(({ name, trigger, options }) => ({
    name,
    kind: KINDS[trigger],
    roles: byRole.filter(({ names }) => names.includes(name)).map(({ role }) => role),
    options,
  }));
};
