import type { HttpHandler, HttpRequest, HttpResponseInit } from '@azure/functions';
import type { CertificateFault, CertificateFileFault } from '../lib/domain/certificate-rules.ts';
import { days, type Instant, toIso } from '../lib/domain/time.ts';
import type { LinkDeps } from '../lib/roles.ts';
import type { HandInFailure } from '../lib/use-cases/hand-in-certificate.ts';
import type { AccessFailure, Over } from '../lib/use-cases/link-access.ts';

/** No copy is kept, nothing is made of an answer but data, and no address of ours is told to anyone. */
const HEADERS = {
  'cache-control': 'no-store, no-transform',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-robots-tag': 'noindex, nofollow, noarchive',
};

/** What a browser forgets when a secret was stored, and when someone signs out. */
export const FORGET = { 'clear-site-data': '"cache", "storage"' };

/** An outage is over soon, as a rule. */
const RETRY_SECONDS = 5;

export const answer = (
  status: number,
  jsonBody: unknown,
  headers: Readonly<Record<string, string>> = {},
): HttpResponseInit => ({ status, jsonBody, headers: { ...HEADERS, ...headers } });

export const redirect = (location: string): HttpResponseInit => ({
  status: 302,
  headers: { ...HEADERS, location },
});

/** One answer for every link: whoever is not signed in learns of none. */
export const signInFirst = (): HttpResponseInit => answer(401, { reason: 'sign-in' });

export const tooMany = (until: Instant, now: Instant): HttpResponseInit => {
  const retryAfterSeconds = Math.max(1, Math.ceil((until - now) / 1000));
  return answer(429, { retryAfterSeconds }, { 'retry-after': String(retryAfterSeconds) });
};

export const unavailable = (): HttpResponseInit =>
  answer(503, { retryAfterSeconds: RETRY_SECONDS }, { 'retry-after': String(RETRY_SECONDS) });

/** What a request lacks, for whoever writes a page; it names no link. */
export const wrong = (what: string): HttpResponseInit => answer(400, { wrong: what });

export type LinkFailure =
  AccessFailure | Over | HandInFailure | { readonly code: 'RE_AUTHENTICATE' | 'UNAVAILABLE' | 'OTHER_USE' };

/** Unknown and not ours to open are one answer; what is over is told to its recipient alone. */
export const refusal = ({ clock, team }: LinkDeps, failure: LinkFailure): HttpResponseInit => {
  switch (failure.code) {
    case 'UNKNOWN':
      return answer(404, { reason: 'unknown' });
    case 'WRONG_PROOF':
      return wrong('proof');
    case 'WAIT':
      return tooMany(failure.until, clock.now());
    case 'RE_AUTHENTICATE':
      return answer(401, { reason: 're-authenticate' });
    case 'UNAVAILABLE':
      return unavailable();
    case 'OTHER_USE':
      return answer(409, { reason: 'other-use' });
    case 'REFUSED':
      return answer(422, { reason: 'certificate', faults: failure.faults.map(faultOf) });
    case 'OVER': {
      const { at, ...tombstone } = failure.tombstone;
      return answer(410, { ...tombstone, at: toIso(at), team });
    }
  }
};

/** What a person has to know of a fault; times as they are written everywhere. */
const faultOf = (fault: CertificateFault | CertificateFileFault) => {
  switch (fault.code) {
    case 'WEAK_KEY':
      return { code: fault.code, atLeast: fault.atLeast };
    case 'NOT_YET_VALID':
      return { code: fault.code, at: toIso(fault.startsAt) };
    case 'EXPIRED':
    case 'ENDS_NO_LATER':
      return { code: fault.code, at: toIso(fault.expiresAt) };
    case 'LONGER_THAN_POLICY':
      return { code: fault.code, days: Math.floor(fault.longest / days(1)) };
    case 'TOO_LARGE':
    case 'PRIVATE_KEY':
    case 'EMPTY':
    case 'SEVERAL':
    case 'REQUEST':
    case 'NOT_A_CERTIFICATE':
    case 'MALFORMED':
    case 'KEY_KIND':
    case 'WEAK_HASH':
    case 'SAME_AS_OLD':
      return { code: fault.code };
  }
};

/**
 * What a browser goes to by itself is never answered by data that a person can make nothing of: where it leads no further
 * it is the page, with the status that it has, and the page says what to do.
 */
export const navigating =
  ({ linkPage }: Pick<LinkDeps, 'linkPage'>, handle: HttpHandler): HttpHandler =>
  async (request, context) => {
    const answered: HttpResponseInit = await handle(request, context);
    if ((answered.status ?? 200) < 400) return answered;
    const retryAfter = new Headers(answered.headers).get('retry-after');
    const headers = { ...linkPage.headers, ...(retryAfter === null ? {} : { 'retry-after': retryAfter }) };
    return { status: answered.status ?? 500, headers, body: linkPage.html };
  };

/**
 * Someone waits in a browser: what goes wrong unforeseen is said in the log and answered as an outage, without a word of
 * its inside. The page asks again with the same nonce, so nothing is lost by that.
 */
export const answering =
  ({ log }: LinkDeps, handle: (request: HttpRequest) => Promise<HttpResponseInit>): HttpHandler =>
  async (request) => {
    try {
      return await handle(request);
    } catch (error) {
      log('LINK_FAILED', { failure: error instanceof Error ? error.message : 'unknown' });
      return unavailable();
    }
  };
