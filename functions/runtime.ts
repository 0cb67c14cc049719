import type { app } from '@azure/functions';

/** The slice of the programming model that we use, so that a test can pass one that records. */
export type Runtime = Pick<typeof app, 'http' | 'serviceBusQueue' | 'serviceBusTopic' | 'timer'>;

/** Registers one function. Importing its file does nothing. */
export type FunctionFile<Deps> = (runtime: Runtime, deps: Deps) => void;
