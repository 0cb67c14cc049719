import type { LinkId } from '../domain/ids.ts';
import type { Link } from '../domain/link.ts';
import type { Instant } from '../domain/time.ts';
import type { Aggregates } from './aggregates.ts';

/** One-hour links, each with its sealed secret while it has one. */
export interface Links extends Aggregates<LinkId, Link> {
  /** When this link was last written, by the store's own clock: one clock for all who write. */
  writtenAt(id: LinkId): Promise<Instant | undefined>;
}
