import { AuthorizationResponseError, ClientError, ResponseBodyError } from 'openid-client';
import type { SignInFailure } from '../../ports/sign-in.ts';

/** What the authority says when the person, or a rule of their tenant, said no. */
const DENIED = ['access_denied', 'consent_required', 'interaction_required', 'login_required'];
/** What it says when it can't just now. */
const AWAY = ['temporarily_unavailable', 'server_error'];

/** Codes of openid-client that mean that nobody answered, or not in full. */
const UNANSWERED = ['OAUTH_TIMEOUT', 'OAUTH_ABORT', 'OAUTH_RESPONSE_IS_NOT_JSON', 'OAUTH_PARSE_ERROR'];

/**
 * What went wrong with a sign-in. Descriptions of the authority may quote what it was sent, so only its codes go on; a
 * token never does.
 */
export const signInFailure = (error: unknown): SignInFailure => {
  if (error instanceof AuthorizationResponseError) return said(error.error);
  if (error instanceof ResponseBodyError) {
    const { status, error: code } = error;
    return status >= 500 || status === 429 ? { code: 'UNAVAILABLE', detail: code } : said(code);
  }
  if (error instanceof ClientError && error.code !== undefined) {
    const { code } = error;
    if (code === 'OAUTH_RESPONSE_IS_NOT_CONFORM' || UNANSWERED.includes(code))
      return { code: 'UNAVAILABLE', detail: code };
    return { code: 'REFUSED', detail: code };
  }
  // The platform's fetch, and whoever made the assertion, throw errors of their own: nobody was reached.
  return { code: 'UNAVAILABLE', detail: nameOf(error) };
};

const said = (code: string): SignInFailure => {
  const detail = /^[\w.-]{1,64}$/.test(code) ? code : 'unreadable';
  if (DENIED.includes(code)) return { code: 'DENIED', detail };
  return { code: AWAY.includes(code) ? 'UNAVAILABLE' : 'REFUSED', detail };
};

const nameOf = (error: unknown): string => {
  const { name, code, cause } = (error ?? {}) as {
    readonly name?: unknown;
    readonly code?: unknown;
    readonly cause?: unknown;
  };
  if (typeof code === 'string') return code;
  if (typeof cause === 'object' && cause !== null) return nameOf(cause);
  return typeof name === 'string' ? name : 'unknown';
};
