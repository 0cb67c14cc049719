import { instantOfMs } from '../../domain/time.ts';
import type { Clock } from '../../ports/clock.ts';

/** The clock of this machine: the only place that asks it for the app. */
export const systemClock: Clock = { now: () => instantOfMs(Date.now()) };
