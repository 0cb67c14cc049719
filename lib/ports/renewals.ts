import type { RenewalId } from '../domain/ids.ts';
import type { Renewal } from '../domain/renewal.ts';
import type { Aggregates } from './aggregates.ts';

/** The saga of each renewal. */
export type Renewals = Aggregates<RenewalId, Renewal>;
