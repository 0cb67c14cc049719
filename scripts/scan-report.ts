import {
  AzureCliCredential,
  DefaultAzureCredential,
  DeviceCodeCredential,
  type TokenCredential,
} from '@azure/identity';
import { writeFileSync } from 'node:fs';
import { graphApplications } from '../lib/adapters/graph/applications-source.ts';
import { graphClient } from '../lib/adapters/graph/graph-client.ts';
import { graphPrincipals } from '../lib/adapters/graph/principals-source.ts';
import { listedVaults } from '../lib/adapters/key-vault/listed-vaults.ts';
import { vaultClients } from '../lib/adapters/key-vault/vault-clients.ts';
import { keyVault } from '../lib/adapters/key-vault/vault-source.ts';
import { sha256 } from '../lib/adapters/system/sha256.ts';
import { systemClock } from '../lib/adapters/system/system-clock.ts';
import { tenantId } from '../lib/domain/ids.ts';
import { seconds } from '../lib/domain/time.ts';
import { type Flags, HELP, readFlags } from './scan-report/flags.ts';
import { readReport } from './scan-report/read.ts';
import { asHtml, asText } from './scan-report/show.ts';

const credentialOf = ({ signIn, tenant }: Flags): TokenCredential => {
  switch (signIn) {
    case 'cli':
      return new AzureCliCredential({ tenantId: tenant });
    case 'device':
      return new DeviceCodeCredential({
        tenantId: tenant,
        userPromptCallback: ({ message }) => {
          console.error(message);
        },
      });
    case 'default': {
      const clientId = process.env['AZURE_CLIENT_ID'];
      return new DefaultAzureCredential({
        tenantId: tenant,
        ...(clientId === undefined ? {} : { managedIdentityClientId: clientId }),
      });
    }
  }
};

const run = async (flags: Flags): Promise<number> => {
  const credential = credentialOf(flags);
  const tenant = {
    id: tenantId(flags.tenant),
    name: flags.tenant,
    environment: 'unknown',
    automatedTesting: false,
  };
  const client = graphClient({ graphRoot: flags.graph, credential, timeout: seconds(30) });
  const report = await readReport(
    flags.tenant,
    [
      graphApplications({ client, tenant, digest: sha256 }),
      graphPrincipals({ client, tenant, digest: sha256 }),
      ...(flags.vaults.length === 0
        ? []
        : [
            keyVault({
              vaults: listedVaults(flags.vaults),
              clients: (url) => vaultClients(url, credential),
              watches: () => true,
              tenant,
              digest: sha256,
              clock: systemClock,
            }),
          ]),
    ],
    systemClock.now(),
  );
  if (flags.html !== undefined) writeFileSync(flags.html, asHtml(report));
  process.stdout.write(flags.json ? `${JSON.stringify(report)}\n` : asText(report));
  return report.sources.some(({ coverage }) => coverage === 'failed') ? 1 : 0;
};

try {
  const flags = readFlags(process.argv.slice(2));
  if (flags === undefined) process.stdout.write(HELP);
  else process.exitCode = await run(flags);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
