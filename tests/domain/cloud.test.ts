import { describe, expect, test } from '@jest/globals';
import { ADDRESSES, type Cloud, type CloudAddresses, CLOUDS } from '../../lib/domain/cloud.ts';

const US_GOV = {
  authority: 'https://login.microsoftonline.us',
  portal: 'https://portal.azure.us',
  vaultSuffix: 'vault.usgovcloudapi.net',
};
/** As Microsoft documents its national clouds. */
const DOCUMENTED: readonly (readonly [Cloud, CloudAddresses])[] = [
  [
    'global',
    {
      graph: 'https://graph.microsoft.com',
      authority: 'https://login.microsoftonline.com',
      portal: 'https://portal.azure.com',
      vaultSuffix: 'vault.azure.net',
    },
  ],
  ['us-gov', { graph: 'https://graph.microsoft.us', ...US_GOV }],
  ['us-gov-dod', { graph: 'https://dod-graph.microsoft.us', ...US_GOV }],
  [
    'china',
    {
      graph: 'https://microsoftgraph.chinacloudapi.cn',
      authority: 'https://login.chinacloudapi.cn',
      portal: 'https://portal.azure.cn',
      vaultSuffix: 'vault.azure.cn',
    },
  ],
];

describe('a cloud', () => {
  test.each(DOCUMENTED)('%s is where it is documented to be', (cloud, addresses) => {
    expect(ADDRESSES[cloud]).toEqual(addresses);
  });

  test('is one of those, and each has a Graph of its own', () => {
    expect(CLOUDS).toEqual(DOCUMENTED.map(([cloud]) => cloud));
    expect(new Set(CLOUDS.map((cloud) => ADDRESSES[cloud].graph)).size).toBe(CLOUDS.length);
  });
});
