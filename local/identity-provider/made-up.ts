import type { ProviderSpec } from './provider.ts';

/** Who is around the made-up tenant. */
export const MADE_UP: readonly ProviderSpec[] = [
  // Ends soon, and nobody has added the next one.
  {
    name: 'northwind-adfs',
    side: 'identity-provider',
    certificates: [
      { use: 'signing', commonName: 'ADFS Signing - sts.northwind.example', endsInDays: 15 },
      { use: 'encryption', commonName: 'ADFS Encryption - sts.northwind.example', endsInDays: 200 },
    ],
  },
  {
    name: 'fabrikam-portal',
    side: 'relying-party',
    certificates: [
      { use: 'encryption', commonName: 'portal.fabrikam.example', endsInDays: 300, lifetimeDays: 730 },
    ],
  },
  // In the middle of a roll-over.
  {
    name: 'contoso-id',
    side: 'identity-provider',
    certificates: [
      { use: 'signing', commonName: 'id.contoso.example', endsInDays: 40 },
      { use: 'signing', commonName: 'id.contoso.example', endsInDays: 400 },
    ],
    bareKeys: 1,
  },
];
