/** Asks one thing that we depend on whether it answers just now. */
export interface Probe {
  /** As an operator calls it: `tables`, `service-bus`. */
  readonly name: string;
  /** Without it the app can do nothing; without another one some of its work waits. */
  readonly isVital: boolean;
  /** Never rejects, and changes nothing. An answer that takes too long is none. */
  answers(): Promise<boolean>;
}
