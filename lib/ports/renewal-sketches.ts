import type { RenewalId } from '../domain/ids.ts';
import type { RenewalSketch } from '../domain/renewal-sketch.ts';
import type { Instant } from '../domain/time.ts';

/** What renew tells watch. */
export interface RenewalSketches {
  /**
   * All renewals in one go: those that go on, and those that ended after `endedSince`. Of older ones some may be among
   * them. A row that can't be read is named, and the others follow.
   */
  read(
    endedSince: Instant,
    unreadable: (row: string) => void,
  ): Promise<ReadonlyMap<RenewalId, RenewalSketch>>;
}
