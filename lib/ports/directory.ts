import type { Arming, ArmingKey } from '../domain/arming.ts';
import type { Aggregates } from './aggregates.ts';

/** Which sources of which tenants are armed. */
export type Directory = Aggregates<ArmingKey, Arming>;
