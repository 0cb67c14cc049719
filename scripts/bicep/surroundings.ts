import type { Value } from './values.ts';

/** What an expression can see. */
export interface Surroundings {
  /** The value of a name; a name that is not declared is a fault. */
  readonly lookUp: (name: string, line: number) => Value;
  /** Reads a file beside the Bicep file. */
  readonly read: (path: string, line: number) => string;
  /** The scope that the file is deployed to. */
  readonly scopeNamed: (kind: 'resourceGroup' | 'subscription' | 'tenant', args: readonly Value[]) => Value;
  /** Told of each property of a resource that is read from Azure. */
  readonly onRead: (type: string, path: readonly string[], line: number) => void;
}
