import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import * as z from 'zod';
import { type Duration, hours, type Instant, plus, seconds } from '../../domain/time.ts';
import type { Clock } from '../../ports/clock.ts';

/** The keys of a tenant can't be had, and none that we still trust are at hand. */
export class KeysUnavailable extends Error {
  constructor(cause: unknown) {
    super('The signing keys can not be read now.', { cause });
    this.name = 'KeysUnavailable';
  }
}

/** Entra tells of a new key before it signs with it. */
const FRESH = hours(1);
/** Keys that can't be asked for again are trusted for so long, so that an outage of the key endpoint is none of ours. */
const TRUSTED = hours(24);
/** Anyone can send a token with an unknown key id; they make us ask no more often than this. */
const COOLDOWN = seconds(30);

const keySet = z.object({ keys: z.array(z.looseObject({ kty: z.string(), kid: z.string().optional() })) });

interface Options {
  readonly url: URL;
  readonly timeout: Duration;
  readonly clock: Clock;
}

/** The public keys that a tenant signs with, kept and asked for again as they grow old or an unknown one turns up. */
export const signingKeys = ({ url, timeout, clock }: Options): JWTVerifyGetKey => {
  let known: { readonly find: JWTVerifyGetKey; readonly since: Instant } | undefined;
  let askedAt: Instant | undefined;
  let asking: Promise<void> | undefined;

  const ask = async (): Promise<void> => {
    askedAt = clock.now();
    const response = await fetch(url, { signal: AbortSignal.timeout(timeout) });
    if (!response.ok) throw new Error(`The key endpoint answered ${response.status}.`);
    const keys = keySet.parse(await response.json()) as unknown as JSONWebKeySet;
    known = { find: createLocalJWKSet(keys), since: askedAt };
  };
  /** However many callers wait, it is asked once. */
  const askOnce = (): Promise<void> => {
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    return asking;
  };
  const mayAsk = () =>
    asking !== undefined || askedAt === undefined || clock.now() >= plus(askedAt, COOLDOWN);

  const current = async (): Promise<JWTVerifyGetKey> => {
    const isOlderThan = (age: Duration) => known === undefined || clock.now() >= plus(known.since, age);
    if (isOlderThan(FRESH) && mayAsk()) {
      const failed = await askOnce().then(
        () => undefined,
        (error: unknown) => error,
      );
      if (failed !== undefined && isOlderThan(TRUSTED)) throw new KeysUnavailable(failed);
    }
    if (known === undefined || isOlderThan(TRUSTED)) throw new KeysUnavailable('asked a moment ago');
    return known.find;
  };

  return async (header, token) => {
    const find = await current();
    try {
      return await find(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || !mayAsk()) throw error;
    }
    // An unknown key may be a new one.
    try {
      await askOnce();
    } catch (error) {
      throw new KeysUnavailable(error);
    }
    return (await current())(header, token);
  };
};
