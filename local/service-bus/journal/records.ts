import type { FilterSpec } from '../filter/rules.ts';

/** Where a message stands in its queue, besides being locked, which is never written down. */
export type MessageState = 'active' | 'deferred' | 'scheduled';

/** A message that lies in a queue, as it is written to disk. */
export interface PutRecord {
  readonly t: 'put';
  readonly path: string;
  readonly seq: number;
  readonly raw: string;
  readonly enqueuedAt: number;
  readonly deliveryCount: number;
  readonly state: MessageState;
  readonly dueAt?: number;
  /** The sequence number that it had where it came from. */
  readonly enqueuedSeq?: number;
}

/** One line of the journal. */
export type JournalRecord =
  | PutRecord
  | { readonly t: 'del'; readonly path: string; readonly seq: number }
  | { readonly t: 'session'; readonly path: string; readonly id: string; readonly state: string | null }
  | { readonly t: 'seen'; readonly path: string; readonly id: string; readonly at: number }
  | { readonly t: 'next'; readonly path: string; readonly seq: number }
  | { readonly t: 'subscription'; readonly topic: string; readonly name: string }
  | { readonly t: 'rules'; readonly path: string; readonly rules: Readonly<Record<string, FilterSpec>> };
