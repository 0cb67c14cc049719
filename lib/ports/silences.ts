import type { SilenceId, TenantId } from '../domain/ids.ts';
import type { KeptSilence } from '../domain/kept-silence.ts';
import type { Aggregates } from './aggregates.ts';
import type { StandingSilences } from './standing-silences.ts';

export interface SilenceKey {
  readonly tenant: TenantId;
  readonly id: SilenceId;
}

/** Snoozes, accepted risks and exceptions, with what became of them. */
export interface Silences extends Aggregates<SilenceKey, KeptSilence>, StandingSilences {
  /** All of a tenant, the ended ones too, in no order. A row that can't be read is named, and the others follow. */
  list(tenant: TenantId, unreadable: (row: string) => void): AsyncIterable<KeptSilence>;
}
