import * as z from 'zod';
import { days, type Duration, parseDuration } from '../domain/time.ts';

/** A hundred years. What is longer is a slip of the pen, and would lead to dates that no clock can show. */
const LONGEST = days(36_500);

/** A length of time as people write it. */
export const duration = z.string().transform((text, context): Duration => {
  const parsed = parseDuration(text);
  if (parsed !== undefined && parsed > 0 && parsed <= LONGEST) return parsed;
  context.addIssue(
    parsed !== undefined && parsed > LONGEST
      ? 'is longer than a hundred years: must be at most P36500D'
      : 'must be an ISO 8601 duration such as P30D or PT5M, longer than none',
  );
  return z.NEVER;
});

const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

/** A time zone by its IANA name. */
export const timeZone = z
  .string()
  .refine(isTimeZone, { error: 'must be the IANA name of a time zone, such as Europe/Berlin' });

/** An address that is served over TLS. */
export const https = z
  .url({ protocol: /^https$/, error: 'must be an https address' })
  .transform((text) => new URL(text));

/** A setting that holds a list or an object as JSON text. */
export const json = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue('must be JSON');
        return z.NEVER;
      }
    })
    .pipe(schema);

/** An address that only this machine answers. */
export const onThisMachine = ({ hostname }: URL): boolean =>
  hostname === 'localhost' || hostname.endsWith('.localhost');

/** Links carry keys: they are served over TLS, or never leave this machine. */
export const linkBase = z
  .url({ protocol: /^https?$/, error: 'must be an https address' })
  .transform((text) => new URL(text))
  .refine((url) => url.protocol === 'https:' || onThisMachine(url), {
    error: 'must be an https address, or on localhost',
  });
