import { PORT_COUNT, type Ports, portsFrom } from '../../../local/start/ports.ts';
import { Problem } from '../../../local/start/problem.ts';

/** Ports for everything that a whole listens on. */
export interface WholePorts extends Ports {
  /** For hosts besides the one that faces people. */
  readonly more: readonly [number, number];
}

/** Below what the system gives to outgoing connections, so that nobody takes a killed host's port before it is back. */
const FIRST = 20_000;
const BLOCKS = 600;
const BLOCK = PORT_COUNT + 2;

let tried = 0;

/** A block of ports that are free now and known before anything starts. */
export const freePorts = async (): Promise<WholePorts> => {
  for (let attempt = 0; attempt < BLOCKS; attempt += 1) {
    const base = FIRST + ((process.pid + tried) % BLOCKS) * BLOCK;
    tried += 1;
    try {
      return { ...(await portsFrom(base)), more: [base + PORT_COUNT, base + PORT_COUNT + 1] };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
    }
  }
  throw new Error(`No block of ports is free from ${FIRST} on.`);
};
