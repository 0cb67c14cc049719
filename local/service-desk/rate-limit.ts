import type { Context, MiddlewareHandler } from 'hono';
import { refuse } from './answers.ts';
import type { DeskSettings } from './settings.ts';

const HOUR_S = 3600;
const RULE = '8f0f6e2b1c5d4a7793be52a0c4d9e816';

/** An hourly rule for all callers, counted by the clock's hour. Without a rule no header speaks of limits. */
export const rateLimit = (settings: DeskSettings, now: () => Date): MiddlewareHandler => {
  let hour = 0;
  let calls = 0;
  return async (c: Context, next) => {
    const limit = settings.rateLimitPerHour;
    if (limit <= 0) return next();
    const second = Math.floor(now().getTime() / 1000);
    const current = Math.floor(second / HOUR_S);
    if (current !== hour) calls = 0;
    hour = current;
    calls += 1;
    const endsAt = (hour + 1) * HOUR_S;
    c.header('x-ratelimit-limit', String(limit));
    c.header('x-ratelimit-reset', String(endsAt));
    c.header('x-ratelimit-rule', RULE);
    if (calls <= limit) return next();
    c.header('retry-after', String(endsAt - second));
    return refuse(
      c,
      429,
      'Rate limit exceeded',
      `Rate limit of ${limit} requests per hour for Table API exceeded`,
    );
  };
};
