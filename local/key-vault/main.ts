import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { endWhenTold } from '../stand-in/process.ts';
import type { Grants } from './grants.ts';
import { type KeyVaultOptions, startKeyVault } from './server.ts';
import type { JwksSource } from './signing-keys.ts';

const readFlags = () =>
  parseArgs({
    options: {
      port: { type: 'string', default: '0' },
      'control-port': { type: 'string', default: '0' },
      seed: { type: 'string', default: '1' },
      epoch: { type: 'string' },
      'login-url': { type: 'string' },
      tenant: { type: 'string' },
      'jwks-url': { type: 'string' },
      // The authority behind --jwks-url, where NODE_EXTRA_CA_CERTS does not say it already.
      ca: { type: 'string' },
      grants: { type: 'string' },
      cert: { type: 'string' },
      key: { type: 'string' },
      state: { type: 'string' },
      // Where changes are told, as Event Grid does: a connection string of Service Bus.
      'event-grid': { type: 'string' },
      'with-parent': { type: 'boolean', default: false },
    },
  }).values;

type Flags = ReturnType<typeof readFlags>;

const required = (flags: Flags, name: 'cert' | 'epoch' | 'key' | 'login-url' | 'tenant'): string => {
  const value = flags[name];
  if (value === undefined) throw new Error(`--${name} is required.`);
  return value;
};

const instant = (text: string): Date => {
  const date = new Date(text);
  if (Number.isNaN(date.getTime()))
    throw new Error(`--epoch wants an instant such as 2026-01-31T00:00:00Z, not ${text}.`);
  return date;
};

/** A file, or the JSON itself. */
const grantsFrom = (text: string): Grants =>
  JSON.parse(existsSync(text) ? readFileSync(text, 'utf8') : text) as Grants;

const jwksFrom = (flags: Flags): JwksSource | undefined => {
  const url = flags['jwks-url'];
  if (url === undefined) return undefined;
  return { url, ...(flags.ca === undefined ? {} : { ca: readFileSync(flags.ca, 'utf8') }) };
};

const optionsFrom = (flags: Flags): KeyVaultOptions => ({
  port: Number(flags.port),
  controlPort: Number(flags['control-port']),
  tls: {
    cert: readFileSync(required(flags, 'cert'), 'utf8'),
    key: readFileSync(required(flags, 'key'), 'utf8'),
  },
  seed: flags.seed,
  epoch: instant(required(flags, 'epoch')),
  loginUrl: required(flags, 'login-url'),
  tenantId: required(flags, 'tenant'),
  jwks: jwksFrom(flags),
  grants: flags.grants === undefined ? undefined : grantsFrom(flags.grants),
  stateDir: flags.state,
  eventGrid: flags['event-grid'],
});

try {
  const flags = readFlags();
  const running = await startKeyVault(optionsFrom(flags));
  const { port, controlPort, resourceManager, vaults } = running;
  endWhenTold(() => running.stop(), flags['with-parent']);
  process.stdout.write(`${JSON.stringify({ ready: true, port, controlPort, resourceManager, vaults })}\n`);
} catch (error) {
  console.error(
    `Key Vault: ${(error instanceof Error ? error.message : String(error)).replace(/^Key Vault: /, '')}`,
  );
  process.exitCode = 1;
}
