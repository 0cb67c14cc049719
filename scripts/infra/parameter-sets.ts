import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fields, Value } from '../bicep/values.ts';

/** Parameters of one deployment, under the name of their file. */
export interface ParameterSet {
  readonly name: string;
  readonly values: Fields;
}

/** What azd puts in where a file says `${AZURE_ENV_NAME}`, or `${WATCH_CLIENT_ID=}` for what may be empty. */
const ENVIRONMENT: Readonly<Record<string, string>> = {
  AZURE_ENV_NAME: 'check',
  AZURE_LOCATION: 'westeurope',
  WATCH_CLIENT_ID: '55555555-6666-4777-8888-000000000001',
  LINK_CLIENT_ID: '55555555-6666-4777-8888-000000000002',
};

/** The values of a parameter file. @throws Error on a name in `${}` that azd does not know */
export const readParameters = (text: string): Fields => {
  const filled = text.replace(/\$\{(\w+)=?\}/g, (_, name: string) => {
    const value = ENVIRONMENT[name];
    if (value === undefined) throw new Error(`azd knows no ${name}`);
    return value;
  });
  const { parameters } = JSON.parse(filled) as { parameters: Record<string, { value: Value }> };
  return Object.fromEntries(Object.entries(parameters).map(([name, { value }]) => [name, value]));
};

/** The parameter files of `infra/env`, and `infra/main.parameters.json`, which azd reads. */
export const parameterSets = (infra: string): readonly ParameterSet[] => {
  const folder = join(infra, 'env');
  const files = readdirSync(folder).map((file) => join(folder, file));
  return [...files, join(infra, 'main.parameters.json')].map((file) => ({
    name: file.split('/').at(-1)?.replace('.parameters.json', '') ?? file,
    values: readParameters(readFileSync(file, 'utf8')),
  }));
};

/** What no parameter file says and all the same must fit: each of these over the values of `dev`. */
export const VARIANTS: Readonly<Record<string, Fields>> = {
  'a package that the platform fetches': { packageUri: 'https://example.org/expiry-monitor.zip' },
  'built-in roles only': { customRoles: false },
  'a network that is there already': {
    privateNetworking: true,
    network: {
      watchSubnetId:
        '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/a',
      renewSubnetId:
        '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/b',
      linkSubnetId:
        '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/c',
      endpointSubnetId:
        '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/d',
      networkId: '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v',
    },
  },
};
