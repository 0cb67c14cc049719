import { applicationsOf } from './applications.ts';
import { declaredOf } from './declared.ts';
import { principalsOf } from './principals.ts';
import type { SourceWiring } from './source-wiring.ts';
import { vaultsOf } from './vaults.ts';

const WIRINGS: readonly SourceWiring[] = [applicationsOf, principalsOf, vaultsOf, declaredOf];

/** Everything that is watched. */
export const sourcesOf: SourceWiring = (needs) => WIRINGS.flatMap((wiring) => wiring(needs));
