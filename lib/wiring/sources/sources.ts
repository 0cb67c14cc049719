import { applicationsOf } from './applications.ts';
import { declaredOf } from './declared.ts';
import { domainsOf } from './domains.ts';
import { devicesOf } from './devices.ts';
import { federationMetadataOf } from './federation-metadata.ts';
import { openIdProvidersOf } from './openid-providers.ts';
import { principalsOf } from './principals.ts';
import type { SourceWiring } from './source-wiring.ts';
import { tlsEndpointsOf } from './tls-endpoints.ts';
import { vaultsOf } from './vaults.ts';

const WIRINGS: readonly SourceWiring[] = [
  applicationsOf,
  principalsOf,
  domainsOf,
  vaultsOf,
  tlsEndpointsOf,
  declaredOf,
  devicesOf,
  federationMetadataOf,
  openIdProvidersOf,
];

/** Everything that is watched. */
export const sourcesOf: SourceWiring = (needs) => WIRINGS.flatMap((wiring) => wiring(needs));
