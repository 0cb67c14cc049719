import type { ActiveRenewal, Renewal } from '../domain/renewal.ts';
import type { Stored } from '../ports/aggregates.ts';

export type RollingOver = Extract<ActiveRenewal, { state: 'rolling-over' }>;
/** The renewal after a move; undefined: nothing more can be done now, or somebody else moved it. */
export type Onward = Stored<Renewal> | undefined;
