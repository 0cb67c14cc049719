import type { AppFunction } from './load-app.ts';

/** A function with its trigger, as the host runs it. */
export interface HostedFunction {
  readonly fn: AppFunction;
  readonly disabled: boolean;
  /** Runs it now as if it had been triggered; HTTP functions have a URL for that instead. */
  readonly runNow?: (input: unknown) => Promise<void>;
}
