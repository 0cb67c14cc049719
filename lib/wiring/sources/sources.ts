import { applicationsOf } from './applications.ts';
import { declaredOf } from './declared.ts';
import { federationMetadataOf } from './federation-metadata.ts';
import { principalsOf } from './principals.ts';
import type { SourceWiring } from './source-wiring.ts';
import { vaultsOf } from './vaults.ts';

const WIRINGS: readonly SourceWiring[] = [
  applicationsOf,
  principalsOf,
  vaultsOf,
  declaredOf,
  federationMetadataOf,
];

/** Everything that is watched. */
export const sourcesOf: SourceWiring = (needs) => WIRINGS.flatMap((wiring) => wiring(needs));
