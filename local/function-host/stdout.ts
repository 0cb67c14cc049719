import type { Log } from './log.ts';

/**
 * Keeps stdout for the ready line: whatever the app or a library prints there becomes a log record. Returns the way to
 * the real stdout.
 */
export const claimStdout = (log: Log): ((line: string) => void) => {
  const real = process.stdout.write.bind(process.stdout);
  const redirected = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
    const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
    log({ level: 'information', category: 'Host.Function.Console', message: text.trimEnd() });
    const done = rest.at(-1);
    if (typeof done === 'function') queueMicrotask(() => void Reflect.apply(done, undefined, []));
    return true;
  };
  process.stdout.write = redirected;
  return (line) => void real(line);
};
