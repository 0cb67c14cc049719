import { Hono } from 'hono';
import * as z from 'zod';
import type { GraphEnv } from './context.ts';
import { badRequest } from './graph-error.ts';

const MAX_REQUESTS = 20;

const request = z.object({
  id: z.string().min(1),
  method: z.string(),
  url: z.string(),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.unknown().optional(),
  dependsOn: z.array(z.string()).optional(),
});
type BatchRequest = z.infer<typeof request>;
const batch = z.object({ requests: z.array(request) });

interface BatchResponse {
  readonly id: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Up to twenty requests in one; each has its own status, and the answers come in another order. */
export const batchRoute = (send: (request: Request) => Response | Promise<Response>): Hono<GraphEnv> => {
  const app = new Hono<GraphEnv>();
  app.post('/$batch', async (c) => {
    const parsed = batch.safeParse(await c.req.json().catch(() => undefined));
    if (!parsed.success) throw badRequest('Invalid batch payload format.', 'BadRequest');
    const { requests } = parsed.data;
    check(requests);

    const done = new Map<string, BatchResponse>();
    for (const inner of requests) {
      const isBlocked = (inner.dependsOn ?? []).some((id) => (done.get(id)?.status ?? 424) >= 400);
      done.set(
        inner.id,
        isBlocked ? failedDependency(inner.id) : await answer(inner, await send(asRequest(inner, c.req.raw))),
      );
    }
    return c.json({ responses: [...done.values()].reverse() });
  });
  return app;
};

const check = (requests: readonly BatchRequest[]): void => {
  if (requests.length > MAX_REQUESTS) {
    throw badRequest(
      `Number of batch request steps exceeds the maximum value of ${String(MAX_REQUESTS)}.`,
      'MaximumValueExceeded',
    );
  }
  if (new Set(requests.map(({ id }) => id.toLowerCase())).size < requests.length) {
    throw badRequest('The ids of batch request steps must be unique.', 'BadRequest');
  }
  for (const { id, body, headers, url } of requests) {
    if (!url.startsWith('/') || url.startsWith('/$batch')) {
      throw badRequest(`Invalid url in batch request step '${id}'.`, 'BadRequest');
    }
    if (body !== undefined && contentType(headers) === undefined) {
      throw badRequest(`Batch request step '${id}' has a body and no Content-Type header.`, 'BadRequest');
    }
  }
};

const contentType = (headers: Readonly<Record<string, string>> | undefined): string | undefined =>
  Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === 'content-type')?.[1];

/** The inner request has the outer one's authorization and its own headers. */
const asRequest = ({ method, url, headers, body }: BatchRequest, outer: Request): Request => {
  const authorization = outer.headers.get('authorization');
  return new Request(`${new URL(outer.url).origin}/v1.0${url}`, {
    method,
    headers: { ...headers, ...(authorization === null ? {} : { authorization }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
};

const answer = async ({ id }: BatchRequest, response: Response): Promise<BatchResponse> => {
  const content = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  const headers = [...response.headers].map(([name, value]) => [HEADER_NAMES.get(name) ?? name, value]);
  return {
    id,
    status: response.status,
    headers: Object.fromEntries(headers) as Readonly<Record<string, string>>,
    ...(content === '' ? {} : { body: isJson ? (JSON.parse(content) as unknown) : content }),
  };
};

/** Inside a batch headers are JSON, and Graph writes these two with capitals. */
const HEADER_NAMES = new Map([
  ['content-type', 'Content-Type'],
  ['retry-after', 'Retry-After'],
]);

const failedDependency = (id: string): BatchResponse => ({
  id,
  status: 424,
  headers: { 'Content-Type': 'application/json' },
  body: { error: { code: 'FailedDependency', message: 'A request that this one depends on has failed.' } },
});
