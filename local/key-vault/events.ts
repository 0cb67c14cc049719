import type { Certificate } from './certificates.ts';

/** What a vault tells of. */
export const EVENT_KINDS = ['NewVersionCreated', 'NearExpiry', 'Expired'] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** Tells of certificates what Event Grid tells of them. */
export interface EventGrid {
  tell(vaultUrl: string, certificate: Certificate, kind: EventKind): Promise<void>;
  stop(): Promise<void>;
}
