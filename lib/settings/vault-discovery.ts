import * as z from 'zod';
import { https } from './types.ts';

/** Subscriptions whose vaults are watched without being listed. */
export const vaultDiscovery = z.strictObject({
  subscriptions: z
    .array(z.guid().transform((id) => id.toLowerCase()))
    .min(1)
    .max(1000)
    .describe(
      'Their ids. On each the roles Reader and Key Vault Reader are needed; one that is not shown is named.',
    ),
  resourceManager: https.optional().describe('The Resource Manager. Default: that of the cloud of `graph`.'),
  vaultDomain: z
    .string()
    .regex(/^[a-z0-9.-]+$/)
    .optional()
    .describe('The domain of its vaults, such as vault.azure.net. Default: that of the cloud of `graph`.'),
});

interface Cloud {
  readonly resourceManager: URL;
  readonly vaultDomain: string;
}

const US_GOVERNMENT: Cloud = {
  resourceManager: new URL('https://management.usgovcloudapi.net'),
  vaultDomain: 'vault.usgovcloudapi.net',
};

const CLOUDS: Readonly<Record<string, Cloud>> = {
  'graph.microsoft.us': US_GOVERNMENT,
  'dod-graph.microsoft.us': US_GOVERNMENT,
  'microsoftgraph.chinacloudapi.cn': {
    resourceManager: new URL('https://management.chinacloudapi.cn'),
    vaultDomain: 'vault.azure.cn',
  },
};

const PUBLIC: Cloud = {
  resourceManager: new URL('https://management.azure.com'),
  vaultDomain: 'vault.azure.net',
};

/** Where vaults are looked for, in the cloud that a Graph belongs to. */
export const discoveryIn = (
  given: z.infer<typeof vaultDiscovery> | undefined,
  graph: URL,
): (Cloud & { readonly subscriptions: readonly string[] }) | undefined => {
  if (given === undefined) return undefined;
  const cloud = CLOUDS[graph.hostname] ?? PUBLIC;
  return {
    subscriptions: given.subscriptions,
    resourceManager: given.resourceManager ?? cloud.resourceManager,
    vaultDomain: given.vaultDomain ?? cloud.vaultDomain,
  };
};
