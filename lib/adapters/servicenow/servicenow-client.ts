import type * as z from 'zod';
import type { Clock } from '../../ports/clock.ts';
import { ok } from '../../domain/result.ts';
import type { Duration } from '../../domain/time.ts';
import { type CallResult, reasonOf, rejected, unavailable } from './servicenow-failure.ts';
import { download } from './servicenow-download.ts';
import { refusal, tokenAnswer } from './servicenow-schema.ts';
import { sharedToken } from './servicenow-token.ts';

export interface ServiceNowClientOptions {
  /** `https://{instance}.service-now.com` */
  readonly instance: URL;
  readonly clientId: string;
  readonly clientSecret: string;
  /** How long one call may take, from first to last byte. */
  readonly timeout: Duration;
  readonly clock: Clock;
}

export interface Call {
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly path: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, unknown>>;
}

/** Calls the REST API of one instance; every answer is parsed, every refusal and outage is a failure. */
export interface ServiceNowClient {
  call<Answer extends z.ZodType>(call: Call, answer: Answer): Promise<CallResult<z.infer<Answer>>>;
  /** What lies at a path, as it is; more than `longest` bytes are refused without being read to their end. */
  file(path: string, longest: number): Promise<CallResult<Uint8Array>>;
}

type Send<T> = (token: string) => Promise<CallResult<T & { readonly status: number }>>;

interface Reply {
  readonly status: number;
  readonly json: unknown;
}

/** A client of one ServiceNow instance that signs in by OAuth client credentials. */
export const serviceNowClient = (options: ServiceNowClientOptions): ServiceNowClient => {
  const { instance, clientId, clientSecret, timeout, clock } = options;

  // A desk, or what stands before it, may repeat in a refusal what it was sent.
  const secrets = (token = ''): readonly string[] => [clientSecret, token].filter((secret) => secret !== '');

  const tokens = sharedToken(async () => {
    const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
    const reply = await exchange(new URL('/oauth_token.do', instance), timeout, {
      method: 'POST',
      headers: { accept: 'application/json' },
      body: new URLSearchParams(form),
    });
    if (!reply.ok) return reply;
    const parsed = parsedReply(reply.value, tokenAnswer, 'the sign-in', secrets());
    if (!parsed.ok) return parsed;
    return ok({ value: parsed.value.access_token, lifetimeSeconds: parsed.value.expires_in });
  }, clock);

  const send = (call: Call, token: string): Promise<CallResult<Reply>> => {
    const url = new URL(call.path, instance);
    for (const [name, value] of Object.entries(call.parameters ?? {})) url.searchParams.set(name, value);
    const headers = { accept: 'application/json', authorization: `Bearer ${token}` };
    return exchange(url, timeout, {
      method: call.method,
      // The desk wants both headers on every write.
      headers: call.method === 'GET' ? headers : { ...headers, 'content-type': 'application/json' },
      ...(call.method === 'GET' ? {} : { body: JSON.stringify(call.body ?? {}) }),
    });
  };

  const signedIn = async <T>(
    sendWith: Send<T>,
  ): Promise<CallResult<{ readonly reply: T & { readonly status: number }; readonly token: string }>> => {
    let token = await tokens.current();
    if (!token.ok) return token;
    let reply = await sendWith(token.value.value);
    if (reply.ok && reply.value.status === 401) {
      // It may have been withdrawn before its end. A 401 has no effect, so even a write can be sent again.
      tokens.drop(token.value);
      token = await tokens.current();
      if (!token.ok) return token;
      reply = await sendWith(token.value.value);
      if (reply.ok && reply.value.status === 401) tokens.drop(token.value);
    }
    return reply.ok ? ok({ reply: reply.value, token: token.value.value }) : reply;
  };

  return {
    call: async (call, answer) => {
      const sent = await signedIn((token) => send(call, token));
      if (!sent.ok) return sent;
      return parsedReply(sent.value.reply, answer, `${call.method} ${call.path}`, secrets(sent.value.token));
    },
    file: async (path, longest) => {
      const sent = await signedIn((token) => download(new URL(path, instance), timeout, token, longest));
      if (!sent.ok) return sent;
      const { status, bytes } = sent.value.reply;
      if (status >= 400) return rejected(`The desk refused GET ${path} with ${status}`);
      return bytes === undefined ? rejected(`The file at ${path} is too large`) : ok(bytes);
    },
  };
};

/** Sends one request. What is not the desk's own JSON is an outage: a sleeping instance answers 200 with a page. */
const exchange = async (url: URL, timeout: Duration, init: RequestInit): Promise<CallResult<Reply>> => {
  try {
    // A redirect leads to a sign-in page, and our token has no business there.
    const response = await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(timeout) });
    const { status, headers } = response;
    const type = headers.get('content-type') ?? 'no content';
    const body = await response.text();
    if (status === 429)
      return unavailable(`The desk asks us to wait (Retry-After: ${headers.get('retry-after') ?? 'none'})`);
    if (status >= 500 || status === 408) return unavailable(`The desk answered ${status}`);
    if (!/^application\/json\b/i.test(type))
      return unavailable(`The desk answered ${status} with ${type}, not JSON`);
    return ok({ status, json: JSON.parse(body) as unknown });
  } catch (error) {
    return unavailable(`The desk gave no usable answer (${reasonOf(error)})`);
  }
};

const parsedReply = <Answer extends z.ZodType>(
  { status, json }: Reply,
  answer: Answer,
  what: string,
  secrets: readonly string[],
): CallResult<z.infer<Answer>> => {
  const refused = refusal.safeParse(json);
  const reason = refused.success ? reasonGiven(refused.data) : 'no reason given';
  const said = withoutNames(secrets.reduce((text, secret) => text.replaceAll(secret, '(withheld)'), reason));
  if (status >= 400) return rejected(`The desk refused ${what} with ${status}: ${said}`);
  // A list that took too long is answered with 200, the rows so far and an error: not the whole truth.
  if (status >= 300 || refused.success)
    return unavailable(`The desk answered ${what} with ${status}: ${said}`);
  const parsed = answer.safeParse(json);
  if (parsed.success) return ok(parsed.data);
  const places = parsed.error.issues.map(({ path }) => path.join('.')).join(', ');
  return unavailable(`The desk answered ${what} in another shape than known, at ${places}`);
};

/** The desk repeats what it was sent and who may not do what; the log holds neither names nor addresses. */
const withoutNames = (text: string): string =>
  text
    .replace(/\{[^}]*\}?/g, '(withheld)')
    .replace(/"[^"]*"/g, '(withheld)')
    .replace(/\S+@\S+/g, '(withheld)');

const reasonGiven = (refused: z.infer<typeof refusal>): string => {
  if (typeof refused.error !== 'string') return `${refused.error.message}: ${refused.error.detail}`;
  return 'error_description' in refused ? `${refused.error}: ${refused.error_description}` : refused.error;
};
