import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import * as z from 'zod';
import type { Operation } from '../lib/api/operation.ts';
import { type Fault, type Problem, PROBLEMS, type ProblemCode } from '../lib/api/problem.ts';
import { type Caller, hasRole } from '../lib/domain/caller.ts';
import { fail, ok, type Result } from '../lib/domain/result.ts';
import type { Callers } from '../lib/ports/callers.ts';
import type { Log } from '../lib/ports/log.ts';
import type { Runtime } from './runtime.ts';

/** What an operation of ours answers: a status of success with its body, or a problem. */
export type Reply<Body> =
  | { readonly status: number; readonly body: Body }
  | { readonly problem: ProblemCode; readonly detail: string; readonly faults?: readonly Fault[] };

interface Asked<Params, Query, Body> {
  readonly caller: Caller;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
}

const HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };
const LONGEST_BODY = 64 * 1024;

/**
 * Registers an operation that needs a role: tells who calls, checks the role before anything is looked at, reads the
 * request, and says what is wrong as a problem (RFC 9457) that names all faults.
 */
export const serveOperation = <
  Params extends z.ZodObject,
  Query extends z.ZodObject,
  Body extends z.ZodType,
  Answer extends z.ZodType,
>(
  runtime: Runtime,
  { callers, log }: { readonly callers: Callers; readonly log: Log },
  operation: Operation<Params, Query, Body, Answer>,
  run: (asked: Asked<z.output<Params>, z.output<Query>, z.output<Body>>) => Promise<Reply<z.input<Answer>>>,
): void => {
  const answerTo = async (request: HttpRequest): Promise<HttpResponseInit> => {
    const caller = await callers.identify(request.headers.get('authorization') ?? undefined);
    if (!caller.ok) {
      const { code, detail } = caller.failure;
      log('CALLER_REFUSED', { operation: operation.name, why: code });
      return problemResponse(code === 'UNAVAILABLE' ? 'unavailable' : 'not-signed-in', detail);
    }
    const { guard } = operation;
    if (guard.kind === 'role' && !hasRole(caller.value, guard.role)) {
      const { tenant, objectId } = caller.value;
      log('CALLER_REFUSED', { operation: operation.name, why: 'ROLE_MISSING', tenant, objectId });
      return problemResponse('role-missing', `This needs the app role ${guard.role}; ${has(caller.value)}.`);
    }
    const read = await readRequest(operation, request);
    if (!read.ok) return problemResponse(read.failure.problem, read.failure.detail, read.failure.faults);
    const reply = await run({ caller: caller.value, ...read.value });
    return 'problem' in reply
      ? problemResponse(reply.problem, reply.detail, reply.faults)
      : { status: reply.status, jsonBody: reply.body, headers: HEADERS };
  };
  runtime.http(operation.name, {
    methods: [operation.method],
    route: operation.route,
    // The token is what lets a caller in; a key of the host besides would be one more secret that expires.
    authLevel: 'anonymous',
    handler: answerTo,
  });
};

const has = ({ roles }: Caller): string =>
  roles.length === 0 ? 'your token names no role of ours' : `your token names ${roles.join(', ')}`;

type Refused = Extract<Reply<never>, { readonly problem: ProblemCode }>;

const readRequest = async <Params extends z.ZodObject, Query extends z.ZodObject, Body extends z.ZodType>(
  { params, query, body, longestBody = LONGEST_BODY }: Operation<Params, Query, Body>,
  request: HttpRequest,
): Promise<
  Result<
    { readonly params: z.output<Params>; readonly query: z.output<Query>; readonly body: z.output<Body> },
    Refused
  >
> => {
  const sent = body === undefined ? ok(undefined) : await jsonOf(request, longestBody);
  if (!sent.ok) return sent;
  const read = {
    params: params.safeParse(request.params),
    query: query.safeParse(Object.fromEntries(request.query)),
    body: (body ?? z.unknown()).safeParse(sent.value),
  };
  if (read.params.success && read.query.success && read.body.success)
    return ok({
      params: read.params.data,
      query: read.query.data,
      body: read.body.data as z.output<Body>,
    });
  const faults = [read.params, read.query, read.body].flatMap(({ error }) => faultsOf(error));
  return fail({ problem: 'bad-input', detail: 'See faults; all of them are named.', faults });
};

const jsonOf = async (request: HttpRequest, longest: number): Promise<Result<unknown, Refused>> => {
  if (!/^application\/json\b/i.test(request.headers.get('content-type') ?? ''))
    return fail({ problem: 'not-json', detail: 'Send Content-Type: application/json.' });
  const text = await request.text();
  if (text.length > longest)
    return fail({ problem: 'bad-input', detail: `The body is longer than ${longest} characters.` });
  try {
    return ok(JSON.parse(text));
  } catch {
    return fail({ problem: 'bad-input', detail: 'The body is not JSON.' });
  }
};

const faultsOf = (error: z.ZodError | undefined): readonly Fault[] =>
  (error?.issues ?? []).map(({ path, message }) => ({ at: path.join('.'), message }));

/** RFC 6750; and RFC 9470, by which a client knows that the same token will not do and a newer sign-in will. */
const challenge = (code: ProblemCode): string =>
  code === 'sign-in-again'
    ? 'Bearer error="insufficient_user_authentication", error_description="A more recent sign-in is needed"'
    : 'Bearer';

const problemResponse = (code: ProblemCode, detail: string, faults?: readonly Fault[]): HttpResponseInit => {
  const { status, title } = PROBLEMS[code];
  const said: Problem = {
    type: `urn:expiry-monitor:problem:${code}`,
    title,
    status,
    detail,
    ...(faults === undefined ? {} : { faults: [...faults] }),
  };
  return {
    status,
    body: JSON.stringify(said),
    headers: {
      ...HEADERS,
      'content-type': 'application/problem+json',
      ...(status === 401 ? { 'www-authenticate': challenge(code) } : {}),
      ...(status === 503 ? { 'retry-after': '30' } : {}),
    },
  };
};
