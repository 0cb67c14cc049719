import type { RenewDeps } from '../lib/roles.ts';
import { rollOver } from '../lib/use-cases/roll-over.ts';
import { onRenewalWork } from './renewal-work.ts';
import type { FunctionFile } from './runtime.ts';

/** A signing certificate goes over to the next one: its next step is due, or somebody said something of it. */
export const rollOverFunction: FunctionFile<RenewDeps> = (runtime, deps) => {
  onRenewalWork(runtime, 'roll-over', rollOver(deps));
};
