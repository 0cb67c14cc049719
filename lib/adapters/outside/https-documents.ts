import dns from 'node:dns';
import { request } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { isIP, type LookupFunction } from 'node:net';
import { fail, ok, type Result } from '../../domain/result.ts';
import type { Duration } from '../../domain/time.ts';
import type { Outside, OutsideDocument, OutsideFailure } from '../../ports/outside.ts';
import { addressClass } from './addresses.ts';

interface Limits {
  /** For all of it, redirects too. */
  readonly timeout: Duration;
  readonly mostBytes: number;
  /** Names that may lie in a network of one's own. */
  readonly privateHosts: readonly string[];
}

const MOST_REDIRECTS = 3;
/** AD FS of a large company shows less than a tenth of this. */
export const LARGEST_DOCUMENT = 1024 * 1024;

/**
 * Public documents over https. The address is looked up once, judged and then connected to, so that a name can't show one
 * address to the judge and another to the connection; each redirect is judged anew. See decision 0094.
 */
export const httpsDocuments = (limits: Limits): Outside => ({
  get: async (url, accept) => {
    const signal = AbortSignal.timeout(limits.timeout);
    let address = url;
    for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
      const answer = await once(address, accept, limits, signal);
      if (!answer.ok || 'text' in answer.value) return answer as Result<OutsideDocument, OutsideFailure>;
      address = answer.value.to;
    }
    return failed('REFUSED', address, 'It leads on to other addresses without end.');
  },
});

type Answer = OutsideDocument | { readonly to: string };

const once = async (
  address: string,
  accept: string,
  limits: Limits,
  signal: AbortSignal,
): Promise<Result<Answer, OutsideFailure>> => {
  const url = urlOf(address);
  const refusal = url === undefined ? 'It is no address.' : refusalOf(url, limits);
  if (url === undefined || refusal !== undefined) return failed('REFUSED', address, refusal ?? '');
  try {
    const response = await send(url, accept, limits, signal);
    return await read(url, response, limits);
  } catch (error) {
    if (signal.aborted)
      return fail({
        code: 'TIMED_OUT',
        detail: `Timing out without response from ${spoken(url)}`,
        address: spoken(url),
      });
    if (error instanceof AddressRefused) return failed('REFUSED', address, error.message);
    return failed('UNREACHABLE', address, `It does not answer (${codeOf(error)}).`);
  }
};

/** Why we do not even look for it. */
const refusalOf = (url: URL, { privateHosts }: Limits): string | undefined => {
  if (url.protocol !== 'https:') return 'Only https addresses are fetched.';
  if (url.username !== '' || url.password !== '')
    return 'An address with a user or a password is not fetched.';
  // An address in place of a name is never looked up, so it is judged here.
  const literal = url.hostname.replace(/^\[|\]$/g, '');
  return isIP(literal) === 0 ? undefined : addressRefusal(literal, url.hostname, privateHosts);
};

const addressRefusal = (
  address: string,
  host: string,
  privateHosts: readonly string[],
): string | undefined => {
  switch (addressClass(address)) {
    case 'public':
      return undefined;
    case 'never':
      return 'Its name leads to an address that nothing is fetched from.';
    case 'private':
      return privateHosts.includes(host.toLowerCase())
        ? undefined
        : 'Its name leads into a private network. If that is meant, name the host in PRIVATE_HOSTS.';
  }
};

class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
}

/** Resolves a name, and refuses it when any of its addresses is refused. */
const judgedLookup =
  (privateHosts: readonly string[]): LookupFunction =>
  (hostname, options, done) => {
    dns.lookup(hostname, { ...options, all: true }, (error, found) => {
      // Without an address there is an error, whatever the types say.
      if (error !== null) {
        done(error, '', 0);
        return;
      }
      for (const { address } of found) {
        const refusal = addressRefusal(address, hostname, privateHosts);
        if (refusal !== undefined) {
          done(new AddressRefused(refusal), '', 0);
          return;
        }
      }
      if (options.all === true) done(null, found);
      else done(null, found[0]?.address ?? '', found[0]?.family);
    });
  };

const send = (
  url: URL,
  accept: string,
  { privateHosts }: Limits,
  signal: AbortSignal,
): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const headers = { accept, 'accept-encoding': 'identity', 'user-agent': 'expiry-monitor' };
    const lookup = judgedLookup(privateHosts);
    // No agent: a connection that was judged for one document is used for no other.
    const asked = request(url, { headers, lookup, signal, agent: false }, resolve);
    asked.once('error', reject);
    asked.end();
  });

const REDIRECTS: readonly (number | undefined)[] = [301, 302, 303, 307, 308];

const read = async (
  url: URL,
  response: IncomingMessage,
  { mostBytes }: Limits,
): Promise<Result<Answer, OutsideFailure>> => {
  const { statusCode, headers } = response;
  const address = url.href;
  if (statusCode !== 200) {
    response.destroy();
    const to = REDIRECTS.includes(statusCode) ? urlOf(headers.location ?? '', url) : undefined;
    if (to !== undefined) return ok({ to: to.href });
    const code = statusCode === 401 || statusCode === 403 ? 'CLOSED' : 'STATUS';
    return failed(code, address, `It answers with status ${statusCode ?? 'none'}.`);
  }
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') {
    response.destroy();
    return failed('UNFIT', address, 'Its answer is compressed, which we did not ask for.');
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > mostBytes) {
      response.destroy();
      return failed('UNFIT', address, `Its answer is larger than ${mostBytes} bytes.`);
    }
    chunks.push(chunk);
  }
  try {
    return ok({
      text: new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)),
      address: spoken(url),
    });
  } catch {
    return failed('UNFIT', address, 'Its answer is not UTF-8.');
  }
};

const failed = (
  code: OutsideFailure['code'],
  address: string,
  what: string,
): Result<never, OutsideFailure> => {
  const url = urlOf(address);
  const said = url === undefined ? 'an address that is none' : spoken(url);
  return fail({ code, detail: `${said}: ${what}`, address: said });
};

const urlOf = (text: string, base?: URL): URL | undefined =>
  URL.canParse(text, base?.href) ? new URL(text, base) : undefined;

/** Without query, user and password, which may hold what nobody should read in a log. */
const spoken = ({ origin, pathname }: URL): string => `${origin}${pathname}`;

/** The platform's own code, such as ECONNREFUSED; its sentence quotes what the other side said. */
const codeOf = (error: unknown): string => {
  const { code } = (error ?? {}) as { readonly code?: unknown };
  return typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code) ? code : 'no reason given';
};
