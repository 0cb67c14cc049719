import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { endWhenTold } from '../stand-in/process.ts';
import { DEFAULT_APPS, DEFAULT_SEED, startEntra } from './server.ts';

/** Entra as a process of its own: one line of JSON on stdout when it is ready. */
const main = async (): Promise<void> => {
  const text = { type: 'string' } as const;
  const { values: flags } = parseArgs({
    options: {
      seed: { ...text, default: DEFAULT_SEED },
      apps: { ...text, default: String(DEFAULT_APPS) },
      epoch: text,
      state: text,
      'login-port': text,
      'graph-port': text,
      'identity-port': text,
      'control-port': text,
      'token-lifetime': text,
      'replication-delay-ms': text,
      'sign-in-delay-ms': text,
      cert: text,
      key: text,
      'with-parent': { type: 'boolean', default: false },
    },
  });
  if (flags.cert === undefined || flags.key === undefined) {
    throw new Error('Entra: --cert FILE and --key FILE are needed, for login.localhost and graph.localhost.');
  }
  const entra = await startEntra({
    tls: { cert: readFileSync(flags.cert, 'utf8'), key: readFileSync(flags.key, 'utf8') },
    seed: flags.seed,
    apps: whole('apps', flags.apps),
    epoch: flags.epoch === undefined ? undefined : instant(flags.epoch),
    stateDir: flags.state,
    loginPort: whole('login-port', flags['login-port']),
    graphPort: whole('graph-port', flags['graph-port']),
    identityPort: whole('identity-port', flags['identity-port']),
    controlPort: whole('control-port', flags['control-port']),
    tokenLifetimeSeconds: whole('token-lifetime', flags['token-lifetime']),
    replicationDelayMs: whole('replication-delay-ms', flags['replication-delay-ms']),
    signInDelayMs: whole('sign-in-delay-ms', flags['sign-in-delay-ms']),
  });

  endWhenTold(() => entra.stop(), flags['with-parent']);

  const { loginUrl, graphUrl, identityEndpoint, identityHeader, tenantUrl, tenantId, controlPorts } = entra;
  const { signInUrl, signInClientId } = entra;
  process.stdout.write(
    `${JSON.stringify({
      ready: true,
      loginUrl,
      graphUrl,
      identityEndpoint,
      identityHeader,
      tenantUrl,
      signInUrl,
      signInClientId,
      tenantId,
      controlPorts,
      epoch: new Date(entra.tenant.epoch).toISOString(),
      identities: Object.fromEntries(entra.identities.map(({ name, principal }) => [name, principal.appId])),
    })}\n`,
  );
};

const whole = (name: string, value: string | undefined): number | undefined => {
  if (value === undefined) return undefined;
  if (!/^\d+$/.test(value)) throw new Error(`Entra: --${name} is a whole number, not "${value}".`);
  return Number(value);
};

/** A date, or an instant, in ISO 8601. */
const instant = (value: string): number => {
  const ms = Date.parse(value);
  if (Number.isNaN(ms)) throw new Error(`Entra: --epoch is a date such as 2026-11-21, not "${value}".`);
  return ms;
};

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
