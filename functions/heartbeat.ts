import type { WatchDeps } from '../lib/roles.ts';
import { sendHeartbeat } from '../lib/use-cases/send-heartbeat.ts';
import type { FunctionFile } from './runtime.ts';

/** We are at work. Whoever hears nothing raises an alarm: a monitor that has died says nothing either. */
export const heartbeatFunction: FunctionFile<WatchDeps> = (runtime, deps) => {
  const beat = sendHeartbeat(deps);
  runtime.timer('heartbeat', { schedule: '%HEARTBEAT_SCHEDULE%', handler: () => beat() });
};
