import type { Fields, Value } from './values.ts';

/** A resource as it would be sent to Azure. */
export interface ExpandedResource {
  readonly file: string;
  readonly line: number;
  /** What the file calls it. */
  readonly symbol: string;
  readonly type: string;
  readonly apiVersion: string;
  readonly id: string;
  readonly name: string;
  /** All that is said about it, save where it belongs. */
  readonly body: Fields;
}

/** Something that is wrong in a Bicep file. */
export interface Fault {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** A property that a file reads of a deployed resource. */
export interface Read {
  readonly file: string;
  readonly line: number;
  readonly type: string;
  readonly path: readonly string[];
}

/** What would be deployed. */
export interface Expansion {
  readonly resources: readonly ExpandedResource[];
  readonly outputs: ReadonlyMap<string, Value>;
  readonly reads: readonly Read[];
  readonly faults: readonly Fault[];
}

/** Where a file is read from: the disk, or a test's own. */
export type ReadFile = (path: string) => string;
