import { GraphError } from './graph-error.ts';

export interface ThrottleOptions {
  readonly requests: number;
  readonly perSeconds: number;
}

/** Counts a request of one application; throws 429 when there were too many. Refused requests count as well. */
export type Throttle = (appId: string) => void;

/** A fixed window per application, as simple as a caller must expect the worst of: every inner request counts. */
export const throttle = (options: ThrottleOptions | undefined, now: () => number): Throttle => {
  if (options === undefined) return () => undefined;
  const { requests, perSeconds } = options;
  const windows = new Map<string, { until: number; count: number }>();
  return (appId) => {
    const at = now();
    const open = windows.get(appId);
    const window =
      open === undefined || open.until <= at ? { until: at + perSeconds * 1000, count: 0 } : open;
    window.count += 1;
    windows.set(appId, window);
    if (window.count <= requests) return;
    throw new GraphError(429, 'TooManyRequests', 'Too many requests.', {
      'retry-after': String(Math.max(1, Math.ceil((window.until - at) / 1000))),
      'x-ms-throttle-scope': `Tenant_Application/ReadWrite/${appId}`,
      'x-ms-throttle-information': 'ResourceUnitLimitExceeded',
    });
  };
};
