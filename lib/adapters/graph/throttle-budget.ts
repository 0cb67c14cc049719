import type { Context, Middleware } from '@microsoft/microsoft-graph-client';
import { type Duration, seconds } from '../../domain/time.ts';
import { retryAfterSeconds } from './graph-failure.ts';

interface Waiting {
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<unknown>;
}

/** Longer than this is not waited here: the caller stores when to go on. */
const LONGEST: Duration = seconds(10);
/**
 * Graph counts in windows of ten seconds, and gives the smallest tenant 3,500 units in each. A tenant has four sources in Graph, and
 * each is one chain of pages: were each on an instance of its own, they would still leave some of the units to people.
 */
const WINDOW: Duration = seconds(10);
const UNITS = 800;
/** From this part of its limit on Graph says how near it is; there scans leave the rest of the window to people. */
const NEAR = 0.8;

/**
 * One budget for all that scans ask of one tenant from one instance: who is told to wait makes the others wait too. Other
 * instances are told by Graph itself, which counts for all of them. What people wait for has no such header and passes.
 */
export const throttleBudget = ({ now, wait }: Waiting): Middleware => {
  let next: Middleware | undefined;
  let closedUntil = 0;
  let window = { ends: 0, units: 0 };

  const note = (response: Response): void => {
    const at = now();
    if (window.ends <= at) window = { ends: at + WINDOW, units: 0 };
    window.units += Number(response.headers.get('x-ms-resource-unit') ?? 1) || 1;
    const used = Number(response.headers.get('x-ms-throttle-limit-percentage') ?? 0);
    const pause = response.status === 429 ? (retryAfterSeconds(response.headers) ?? 0) * 1000 : 0;
    closedUntil = Math.max(closedUntil, at + pause, used >= NEAR || window.units >= UNITS ? window.ends : 0);
  };

  return {
    setNext: (middleware) => {
      next = middleware;
    },
    execute: async (context: Context) => {
      if (isScan(context)) {
        const left = closedUntil - now();
        if (left > LONGEST) {
          context.response = refusal(left);
          return;
        }
        if (left > 0) await wait(left);
      }
      await next?.execute(context);
      if (context.response !== undefined) note(context.response);
    },
  };
};

const isScan = ({ options }: Context): boolean => {
  const headers = new Headers(options?.headers);
  return headers.get('x-ms-throttle-priority') === 'Low';
};

/** What Graph would say, had it been asked: to ask it would only make the wait longer. */
const refusal = (left: number): Response =>
  Response.json(
    { error: { code: 'TooManyRequests', message: 'Not asked: this tenant is throttled.' } },
    { status: 429, headers: { 'retry-after': String(Math.ceil(left / 1000)) } },
  );
