import { GraphClientError, GraphError } from '@microsoft/microsoft-graph-client';
import { type Duration, seconds } from '../../domain/time.ts';
import { signInRefusal } from './sign-in-refusal.ts';

/** What became of a request, in the terms that all ports of the directory share. */
export interface GraphFailure {
  readonly code: 'UNAVAILABLE' | 'FORBIDDEN' | 'NOT_FOUND' | 'REJECTED';
  /** Status, Graph's own code and request id: never its text, which may repeat what we sent. */
  readonly detail: string;
  /** It does not answer because too much was asked, and wants us to wait so long, if it says. */
  readonly throttled?: { readonly retryAfter: Duration | undefined } | undefined;
}

/** Sorts an error that a request threw; what is none of Graph's is a bug, and thrown on. */
export const graphFailure = (error: unknown): GraphFailure => {
  if (error instanceof GraphClientError) return clientFailure(error);
  if (!(error instanceof GraphError)) throw error;
  return { code: codeOf(error), detail: detailOf(error), ...throttledBy(error) };
};

/** For an answer of which nothing can be made: a proxy's page, half a body, a changed contract. */
export const notUnderstood: GraphFailure = {
  code: 'UNAVAILABLE',
  detail: "Graph's answer is not understood.",
};

/** Seconds to wait, from either form of the header; undefined when there is none. */
export const retryAfterSeconds = (headers: Headers | undefined): number | undefined => {
  const text = headers?.get('retry-after') ?? undefined;
  if (text === undefined) return undefined;
  const seconds = /^\d+$/.test(text) ? Number(text) : (Date.parse(text) - Date.now()) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, Math.ceil(seconds));
};

const throttledBy = ({ statusCode, headers }: GraphError): Pick<GraphFailure, 'throttled'> => {
  if (statusCode !== 429) return {};
  const wait = retryAfterSeconds(headers);
  return { throttled: { retryAfter: wait === undefined ? undefined : seconds(wait) } };
};

const codeOf = ({ statusCode, code }: GraphError): GraphFailure['code'] => {
  if (code === 'Directory_QuotaExceeded') return 'REJECTED';
  if (statusCode === 401 || statusCode === 403) return 'FORBIDDEN';
  if (statusCode === 404) return 'NOT_FOUND';
  // 408 and 409 are about this moment: a slow link, a write at the same time.
  if (statusCode >= 400 && statusCode < 500 && ![408, 409, 429].includes(statusCode)) return 'REJECTED';
  return 'UNAVAILABLE';
};

const detailOf = ({ statusCode, code, requestId, headers }: GraphError): string => {
  const wait = retryAfterSeconds(headers);
  return [
    statusCode > 0 ? `Graph answered ${statusCode}` : 'Graph gave no answer',
    identifier(code),
    wait === undefined ? undefined : `retry after ${wait} s`,
    identifier(requestId) === undefined ? undefined : `request ${identifier(requestId) ?? ''}`,
  ]
    .filter((part) => part !== undefined)
    .join(', ');
};

const identifier = (text: unknown): string | undefined =>
  typeof text === 'string' && /^[\w.-]{1,80}$/.test(text) ? text : undefined;

/** A refused sign-in waits for a person; a login or identity endpoint that is away comes back by itself. */
const clientFailure = ({ message, cause }: GraphClientError): GraphFailure => {
  const refusal = signInRefusal(cause);
  return refusal === undefined
    ? { code: 'UNAVAILABLE', detail: message }
    : { code: 'FORBIDDEN', detail: `${message} ${refusal}` };
};
