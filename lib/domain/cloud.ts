/** The clouds that Microsoft Entra runs in, by the word that operators use. Tokens of one are worth nothing in another. */
export const CLOUDS = ['global', 'us-gov', 'us-gov-dod', 'china'] as const;
export type Cloud = (typeof CLOUDS)[number];

/** Where the services of a cloud are. */
export interface CloudAddresses {
  readonly graph: string;
  /** Where applications and people sign in. */
  readonly authority: string;
  readonly portal: string;
  /** What comes after the name of a vault in its address. */
  readonly vaultSuffix: string;
}

export const ADDRESSES: Readonly<Record<Cloud, CloudAddresses>> = {
  global: {
    graph: 'https://graph.microsoft.com',
    authority: 'https://login.microsoftonline.com',
    portal: 'https://portal.azure.com',
    vaultSuffix: 'vault.azure.net',
  },
  'us-gov': {
    graph: 'https://graph.microsoft.us',
    authority: 'https://login.microsoftonline.us',
    portal: 'https://portal.azure.us',
    vaultSuffix: 'vault.usgovcloudapi.net',
  },
  'us-gov-dod': {
    graph: 'https://dod-graph.microsoft.us',
    authority: 'https://login.microsoftonline.us',
    portal: 'https://portal.azure.us',
    vaultSuffix: 'vault.usgovcloudapi.net',
  },
  china: {
    graph: 'https://microsoftgraph.chinacloudapi.cn',
    authority: 'https://login.chinacloudapi.cn',
    portal: 'https://portal.azure.cn',
    vaultSuffix: 'vault.azure.cn',
  },
};
