import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Instant, instantOfSeconds, minutes } from '../../domain/time.ts';

export interface SignedHook {
  /** Unix seconds, as text. */
  readonly timestamp: string | undefined;
  /** Hex HMAC-SHA256 over `timestamp.body`. */
  readonly signature: string | undefined;
  /** As it came, to the letter. */
  readonly body: string;
}

/** Older or newer than this, a hook is refused, so that one that was overheard can't be said again later. */
const WINDOW = minutes(5);

/** Whether a hook was signed by who shares our key, and just now. Takes the same time whichever part is wrong. */
export const isSignedHook = (key: string, hook: SignedHook, now: Instant): boolean => {
  const { timestamp = '', signature = '', body } = hook;
  const expected = createHmac('sha256', key).update(`${timestamp}.${body}`).digest();
  const given = Buffer.alloc(expected.length);
  given.write(signature, 'hex');
  const isSame = timingSafeEqual(expected, given) && signature.length === expected.length * 2;
  const isRecent =
    /^\d{1,12}$/.test(timestamp) && Math.abs(now - instantOfSeconds(Number(timestamp))) <= WINDOW;
  return isSame && isRecent;
};
