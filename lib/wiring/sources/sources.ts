import { applicationsOf } from './applications.ts';
import { federationMetadataOf } from './federation-metadata.ts';
import type { SourceWiring } from './source-wiring.ts';
import { vaultsOf } from './vaults.ts';

const WIRINGS: readonly SourceWiring[] = [applicationsOf, vaultsOf, federationMetadataOf];

/** Everything that is watched. */
export const sourcesOf: SourceWiring = (needs) => WIRINGS.flatMap((wiring) => wiring(needs));
