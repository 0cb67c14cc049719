import * as z from 'zod';
import type { Reauthentication } from '../domain/session.ts';
import { parseDuration } from '../domain/time.ts';

/** What people choose from; anything in between would be a number that nobody can explain to whoever has to sign in. */
const CHOICES = [
  ...['session', 'every-time'],
  ...['PT5M', 'PT10M', 'PT15M', 'PT30M', 'PT45M', 'PT60M'],
  ...['PT2H', 'PT3H', 'PT4H', 'PT5H', 'PT6H', 'PT7H', 'PT8H', 'PT9H', 'PT10H', 'PT11H', 'PT12H'],
] as const;

/** How recently someone must have signed in. */
export const reauthentication = z
  .enum(CHOICES, {
    error: 'must be session, every-time, PT5M, PT10M, PT15M, PT30M, PT45M, PT60M, or PT2H to PT12H',
  })
  .transform((text): Reauthentication => {
    if (text === 'session' || text === 'every-time') return text;
    return parseDuration(text) ?? 'every-time';
  });
