import type { Log } from '../../ports/log.ts';
import { LOG } from '../../log-events.ts';

/** One JSON object a line; the Functions host takes the console's lines into its own log. */
export const consoleLog: Log = (code, fields) => {
  const { level, message } = LOG[code];
  // eslint-disable-next-line no-console -- the one place that writes lines
  console[level](JSON.stringify({ code, message, ...fields }));
};
