import { type Instant, parseInstant } from '../../domain/time.ts';

/** `yyyy-MM-dd HH:mm:ss`, which is UTC as long as no display values are asked for; undefined for what is none. */
export const deskInstant = (text: string): Instant | undefined =>
  /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text) ? parseInstant(`${text.replace(' ', 'T')}Z`) : undefined;
