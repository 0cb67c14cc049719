import { setTimeout as delay } from 'node:timers/promises';
import type { TokenCredential } from '@azure/identity';
import {
  AuthenticationHandler,
  type AuthenticationProvider,
  Client,
  type Context,
  GraphClientError,
  type Middleware,
  RetryHandler,
  RetryHandlerOptions,
  TelemetryHandler,
} from '@microsoft/microsoft-graph-client';
import type { Duration } from '../../domain/time.ts';
import { throttleBudget } from './throttle-budget.ts';
import { retryAfterSeconds } from './graph-failure.ts';

export interface GraphClientOptions {
  /** The Graph of the tenant's cloud: https://graph.microsoft.com. */
  readonly graphRoot: URL;
  readonly credential: TokenCredential;
  /** For one try; what takes longer has an unknown outcome. */
  readonly timeout: Duration;
}

/** The slice of Graph that we use. Answers are what a stranger said: parse them. */
export interface GraphClient {
  /**
   * A path below the version, already encoded, or a link that Graph gave us. Tried again a few times where Graph asks
   * for it. A link that leads anywhere else is refused, since our token would go with it.
   */
  get(pathOrLink: string, headers?: Readonly<Record<string, string>>): Promise<unknown>;
  /** Never tried again: after an unknown outcome the effect may be there. */
  post(path: string, body: object): Promise<unknown>;
  /** Never tried again either, though what it sets can be set twice. */
  patch(path: string, body: object): Promise<unknown>;
}

const VERSION = 'v1.0';
/** What is only in beta is asked for by its whole address. */
const VERSIONS = /^\/(?:v1\.0|beta)\//;
const RETRIES = 2;
/** Longer than this is not waited here: the caller stores when to go on. */
const LONGEST_WAIT_SECONDS = 10;

/** A Graph client that signs in by `credential` and never waits for long. */
export const graphClient = ({ graphRoot, credential, timeout }: GraphClientOptions): GraphClient => {
  const client = Client.initWithMiddleware({
    baseUrl: graphRoot.origin,
    defaultVersion: VERSION,
    // The SDK attaches tokens only for hosts it knows, and says nothing when it does not.
    customHosts: new Set([graphRoot.hostname]),
    middleware: [
      new AuthenticationHandler(signIn(credential, `${graphRoot.origin}/.default`)),
      new RetryHandler(new RetryHandlerOptions(1, RETRIES, isWorthWaiting)),
      throttleBudget({ now: Date.now, wait: delay }),
      new TelemetryHandler(),
      ask(timeout),
    ],
  });
  return {
    get: async (pathOrLink, headers = {}): Promise<unknown> => {
      requireOurs(pathOrLink, graphRoot);
      return client.api(pathOrLink).headers(headers).get();
    },
    post: async (path, body): Promise<unknown> => client.api(path).post(body),
    patch: async (path, body): Promise<unknown> => client.api(path).patch(body),
  };
};

const LEADS_AWAY = 'A link leads away from Graph and is not followed.';

/** Whether a link was not followed since it is none of the Graph that is asked. */
export const leadsAway = (error: unknown): boolean =>
  error instanceof GraphClientError && error.message === LEADS_AWAY;

const requireOurs = (pathOrLink: string, graphRoot: URL): void => {
  if (pathOrLink.startsWith('/')) return;
  const link = URL.canParse(pathOrLink) ? new URL(pathOrLink) : undefined;
  if (link?.origin === graphRoot.origin && VERSIONS.test(link.pathname)) return;
  throw new GraphClientError(LEADS_AWAY);
};

/** The SDK passes only its own errors on as they are; any other would lose what it was. */
const signIn = (credential: TokenCredential, scope: string): AuthenticationProvider => ({
  getAccessToken: async () => {
    try {
      const token = await credential.getToken(scope);
      if (token !== null) return token.token;
    } catch (cause) {
      throw Object.assign(new GraphClientError('Signing in to the tenant failed.'), { cause });
    }
    throw new GraphClientError('Signing in to the tenant gave no token.');
  },
});

const isWorthWaiting = (
  _delay: number,
  _attempt: number,
  _request: unknown,
  options: { readonly method?: string } | undefined,
  response: { readonly headers: Headers },
): boolean => options?.method === 'GET' && (retryAfterSeconds(response.headers) ?? 0) <= LONGEST_WAIT_SECONDS;

/** The last of the chain, so that each try has the whole time-out. Nothing here is ever redirected. */
const ask = (timeout: Duration): Middleware => ({
  execute: async (context: Context) => {
    const url: unknown = context.request;
    if (typeof url !== 'string') throw new TypeError('Requests are asked for by their address.');
    context.response = await fetch(url, {
      ...context.options,
      redirect: 'error',
      signal: AbortSignal.timeout(timeout),
    });
  },
});
