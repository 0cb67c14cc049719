import { registerAll } from '../../functions/all.ts';
import { loadConfig, type Role, SETTINGS } from '../../lib/config.ts';
import { DEFAULT_POLICY } from '../../lib/domain/policy.ts';
import { wire } from '../../lib/wiring.ts';
import { filledSettings } from './example-settings.ts';
import { recordingRuntime } from './recording-runtime.ts';

// A program of its own, since the SDKs do not load within Jest: what each role registers, wired as on Azure from its own
// settings alone. Nothing is connected to.
const functionsOf = (role: Role) => {
  const own = Object.entries(filledSettings()).filter(([name]) => name in SETTINGS[role]);
  const { runtime, registered } = recordingRuntime();
  registerAll(runtime, wire(loadConfig({ ...Object.fromEntries(own), APP_ROLE: role }), DEFAULT_POLICY));
  return registered.map(({ name, trigger, options }) => ({ name, trigger, options }));
};

const roles: readonly Role[] = ['watch', 'renew', 'link', 'all'];
process.stdout.write(JSON.stringify(Object.fromEntries(roles.map((role) => [role, functionsOf(role)]))));
