import { AzureCliCredential, type TokenCredential } from '@azure/identity';
import { ServiceBusClient } from '@azure/service-bus';
import { parseArgs } from 'node:util';
import { tenantCredentials } from '../lib/adapters/sign-in/tenant-credentials.ts';
import { type Config, loadConfig } from '../lib/config.ts';
import { credentials, vaultSignIns } from '../lib/wiring/sign-in.ts';
import { givenSettings } from './preflight/given-settings.ts';
import { notForPeople } from './preflight/graph-needs.ts';
import { needsOf } from './preflight/needs-of.ts';

const HELP = `npm run preflight [-- OPTIONS]

Says which rights and settings the app lacks, by name, and what would work without each. Changes nothing anywhere.

  --settings FILE   app settings: local.settings.json, or the output of "az functionapp config appsettings list"
                    (default: the environment)
  --role ROLE       watch, renew, link or all (default: APP_ROLE of the settings)
  --as-me           sign in as you do with the Azure CLI, instead of as the app's managed identity
  --json            one JSON document on stdout

Ends with 0 when nothing is missing, 1 when something is, 2 when it was asked wrongly, 3 when only some could not be told.
`;

const OPTIONS = {
  settings: { type: 'string' },
  role: { type: 'string' },
  'as-me': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

type Flags = ReturnType<typeof flagsOf>;
const flagsOf = () => parseArgs({ options: OPTIONS }).values;

const signIn = (config: Config, flags: Flags) => {
  if (flags['as-me']) {
    const me: TokenCredential = new AzureCliCredential();
    return { home: me, tenant: () => me };
  }
  const ways = tenantCredentials(
    config.common.AZURE_CLIENT_ID,
    vaultSignIns(() => undefined),
  );
  const tenant = credentials(config.common, ways);
  return {
    home: ways({ kind: 'managed-identity' }),
    tenant: (id: string) => tenant(id as Parameters<typeof tenant>[0]),
  };
};

const busOf = (config: Config, home: TokenCredential): ServiceBusClient => {
  const { SERVICE_BUS, SERVICE_BUS__fullyQualifiedNamespace: namespace } = config.common;
  const options = { retryOptions: { maxRetries: 0, timeoutInMs: 10_000 } };
  return namespace === undefined
    ? new ServiceBusClient(SERVICE_BUS ?? '', options)
    : new ServiceBusClient(namespace, home, options);
};

const look = async (config: Config, flags: Flags) => {
  const signedIn = signIn(config, flags);
  const bus = busOf(config, signedIn.home);
  const needs = needsOf(config, { ...signedIn, bus });
  const looked = flags['as-me']
    ? [
        ...notForPeople(needs.filter(({ right }) => right.startsWith('Graph '))),
        ...needs.filter(({ right }) => !right.startsWith('Graph ')),
      ]
    : needs;
  const found = await Promise.all(looked.map(async (need) => ({ ...need, finding: await need.probe() })));
  await bus.close();
  return {
    role: config.role,
    granted: found.filter(({ finding }) => finding.is === 'granted').map(({ right }) => right),
    missing: found
      .filter(({ finding }) => finding.is === 'missing')
      .map(({ right, without }) => ({ right, without })),
    unknown: found.flatMap(({ right, finding }) =>
      finding.is === 'unknown' ? [{ right, why: finding.why }] : [],
    ),
  };
};

const main = async (): Promise<number> => {
  const flags = flagsOf();
  if (flags.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const given = givenSettings(flags.settings, process.env);
  const config = loadConfig({ ...given, ...(flags.role === undefined ? {} : { APP_ROLE: flags.role }) });
  const outcome = await look(config, flags);
  if (flags.json) process.stdout.write(`${JSON.stringify(outcome)}\n`);
  for (const { right, without } of outcome.missing) console.error(`Missing: ${right}\n         ${without}`);
  for (const { name, signIn: how } of config.common.TENANTS)
    if (how.kind === 'client-secret')
      console.error(
        `Warning: tenant ${name} is signed in to with a stored secret, which expires like those that are watched. Let an application there trust our identity (federated), or use a certificate: docs/tenants.md.`,
      );
  for (const { right, why } of outcome.unknown) console.error(`Not known: ${right} (${why})`);
  console.error(
    `Role ${outcome.role}: ${outcome.granted.length} rights are there, ${outcome.missing.length} are missing, ${outcome.unknown.length} could not be told.`,
  );
  if (outcome.missing.length > 0) return 1;
  return outcome.unknown.length > 0 ? 3 : 0;
};

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
