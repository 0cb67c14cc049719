import { fail, ok, type Result } from './result.ts';
import { type Duration, type Instant, minutes, plus } from './time.ts';

/** A code is good for so long, and for so many tries; of one link so many are sent. */
export const CODE_LIFETIME: Duration = minutes(10);
export const MOST_TRIES = 5;
export const MOST_CODES = 3;
/** Whoever came by a code has so long to reveal; afterwards another code is asked for. */
export const CODE_SESSION: Duration = minutes(5);

/** One code, from the wish for it on. */
export interface MailCode {
  /** Stands for the nonce of the browser that asked: no other can use the code. */
  readonly browser: string;
  readonly askedAt: Instant;
  /** What the code is checked against; undefined: it was not mailed yet. */
  readonly hash: string | undefined;
  readonly tries: number;
}

/** On a link whose recipient has no account to sign in with. */
export interface MailCodes {
  readonly asked: number;
  readonly current: MailCode | undefined;
}

export type CodeCommand =
  | { readonly kind: 'ask-code'; readonly browser: string; readonly now: Instant }
  /** It is about to be mailed. Undefined: it can not be, so whoever waits has to ask anew. */
  | { readonly kind: 'mail-code'; readonly hash: string | undefined }
  | { readonly kind: 'try-code'; readonly fits: boolean; readonly now: Instant };

/** How codes change. Invariant: a code opens once, to one browser, within its time, and not after five wrong tries. */
export const advanceCodes = (
  { asked, current }: MailCodes,
  command: CodeCommand,
): Result<MailCodes, 'OUT_OF_ORDER'> => {
  switch (command.kind) {
    case 'ask-code': {
      if (asked >= MOST_CODES) return fail('OUT_OF_ORDER');
      const { browser, now: askedAt } = command;
      return ok({ asked: asked + 1, current: { browser, askedAt, hash: undefined, tries: 0 } });
    }
    case 'mail-code':
      if (current?.hash !== undefined || current === undefined) return fail('OUT_OF_ORDER');
      return ok({
        asked,
        current: command.hash === undefined ? undefined : { ...current, hash: command.hash },
      });
    case 'try-code': {
      if (current === undefined || hashToTry(current, command.now) === undefined) return fail('OUT_OF_ORDER');
      if (command.fits) return ok({ asked, current: undefined });
      return ok({ asked, current: { ...current, tries: current.tries + 1 } });
    }
  }
};

/** What a code may be compared with now; undefined: no code would fit. */
export const hashToTry = ({ askedAt, hash, tries }: MailCode, now: Instant): string | undefined =>
  tries < MOST_TRIES && now < plus(askedAt, CODE_LIFETIME) ? hash : undefined;

/** Whether an address is of a domain whose people have no account here. */
export const isOfDomain = (domains: readonly string[], address: string | undefined): boolean =>
  domains.includes(address?.split('@').at(-1)?.toLowerCase() ?? '');
