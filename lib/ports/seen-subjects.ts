import type { ScanKey } from './scans.ts';

/**
 * Which subjects a scan met, page by page, so that what it did not meet can be told however large the tenant is. Noting a
 * page again replaces what was noted of it.
 */
export interface SeenSubjects {
  note(scan: ScanKey, page: number, marks: Float64Array): Promise<void>;
  read(scan: ScanKey): AsyncIterable<Float64Array>;
  /** Forgets all pages of an ended scan. */
  forget(scan: ScanKey): Promise<void>;
}
