import type { Attributes } from './certificates.ts';
import type { Collection } from './collections.ts';

/** What a vault tells of. */
export const EVENT_KINDS = ['NewVersionCreated', 'NearExpiry', 'Expired'] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** The current version of something in a vault. */
export interface CurrentVersion {
  readonly collection: Collection;
  readonly name: string;
  readonly version: string;
  readonly attributes: Attributes;
}

/** Tells of what is in vaults what Event Grid tells of it. */
export interface EventGrid {
  tell(vaultUrl: string, current: CurrentVersion, kind: EventKind): Promise<void>;
  stop(): Promise<void>;
}
