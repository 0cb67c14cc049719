import { setTimeout as delay } from 'node:timers/promises';
import type { Probe } from '../ports/probe.ts';

/** Longer than any answer of something that is well takes. */
const PATIENCE_MS = 5_000;

/** A probe that takes a failure and a silence for the same answer. The reason is in the log of whoever meets it at work. */
export const probeOf = (name: string, isVital: boolean, ask: () => Promise<unknown>): Probe => ({
  name,
  isVital,
  answers: () =>
    Promise.race([
      ask().then(
        (said) => said !== false,
        () => false,
      ),
      delay(PATIENCE_MS, false, { ref: false }),
    ]),
});
