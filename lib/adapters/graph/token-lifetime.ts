import * as z from 'zod';
import { type Duration, hours, minutes } from '../../domain/time.ts';

const definitionSchema = z.object({
  TokenLifetimePolicy: z.object({ AccessTokenLifetime: z.string().optional() }),
});

/** Tokens live about an hour unless a policy says otherwise. */
const DEFAULT = hours(1);

/** What a policy says of access tokens; what it may say of others has no effect any more. */
export const accessTokenLifetime = (
  definition: readonly string[],
): Duration | 'default' | 'not-understood' => {
  const parsed = definitionSchema.safeParse(jsonOf(definition[0] ?? ''));
  if (!parsed.success) return 'not-understood';
  const text = parsed.data.TokenLifetimePolicy.AccessTokenLifetime;
  if (text === undefined) return 'default';
  const lifetime = durationOf(text);
  if (lifetime === undefined) return 'not-understood';
  return lifetime === DEFAULT ? 'default' : lifetime;
};

/** Hours and minutes, for people. */
export const lifetimeWords = (lifetime: Duration): string => {
  const all = Math.round(lifetime / minutes(1));
  const parts = [
    [Math.floor(all / 60), 'h'],
    [all % 60, 'min'],
  ] as const;
  const words = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`);
  return words.length === 0 ? 'less than a minute' : words.join(' ');
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** `hh:mm:ss`, with days before a dot and fractions after one. */
const durationOf = (text: string): Duration | undefined => {
  const match = /^(?:(\d{1,5})\.)?(\d{1,2}):(\d{2}):(\d{2})(?:\.\d+)?$/.exec(text);
  if (match === null) return undefined;
  const [d, h, m, s] = match.slice(1).map((part: string | undefined) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
  ];
  return (hours(24 * d + h) + minutes(m) + s * 1000) as Duration;
};
