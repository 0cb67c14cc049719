import type { Cookie, HttpRequest } from '@azure/functions';

/**
 * The prefix makes browsers refuse the cookie from any other host, path or unencrypted place, so that no neighbour can
 * plant one.
 */
const SESSION = '__Host-session';
const SIGN_IN = '__Host-sign-in';
const CODE = '__Host-code';

const KEPT_SAFE = { path: '/', secure: true, httpOnly: true, sameSite: 'Lax' } as const;

/** The cookie that is the session, for so many seconds. */
export const sessionCookie = (key: string, maxAge: number): Cookie => ({
  name: SESSION,
  value: key,
  maxAge,
  ...KEPT_SAFE,
});

export const sessionKeyIn = (request: Pick<HttpRequest, 'headers'>): string | undefined =>
  cookieIn(request, SESSION, /^[\w-]{43}$/);

/** One for each sign-in, since two tabs may be at it at once. */
const signInName = (state: string): string => `${SIGN_IN}-${state.slice(0, 8)}`;

/** Binds a sign-in to the browser that began it. */
export const signInCookie = (state: string, maxAge: number): Cookie => ({
  name: signInName(state),
  value: state,
  maxAge,
  ...KEPT_SAFE,
});

/** The state that came back, if this browser was given it. */
export const ownState = (request: Pick<HttpRequest, 'headers'>, state: string): string | undefined =>
  cookieIn(request, signInName(state), /^[\w-]{16,128}$/) === state ? state : undefined;

/** Binds a code to the browser that asked for it. */
export const codeCookie = (nonce: string, maxAge: number): Cookie => ({
  name: CODE,
  value: nonce,
  maxAge,
  ...KEPT_SAFE,
});

export const codeNonceIn = (request: Pick<HttpRequest, 'headers'>): string | undefined =>
  cookieIn(request, CODE, /^[\w-]{43}$/);

/** Browsers send each name once; of two that somehow are there, neither is believed. */
const cookieIn = (
  { headers }: Pick<HttpRequest, 'headers'>,
  name: string,
  pattern: RegExp,
): string | undefined => {
  const found = (headers.get('cookie') ?? '')
    .split(/;\s*|,\s*/)
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  const [value] = found;
  return found.length === 1 && value !== undefined && pattern.test(value) ? value : undefined;
};
