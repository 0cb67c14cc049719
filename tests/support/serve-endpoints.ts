import type { Cookie, HttpFunctionOptions, HttpResponseInit, InvocationContext } from '@azure/functions';

/** What a host knows of HTTP functions: which of them answers, and how a request and an answer look on the wire. */
export type Endpoints = ReadonlyMap<string, HttpFunctionOptions>;

const escaped = (text: string): string => text.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&');

/** `api/links/{id}/open`, `r/{*path}` as the platform reads them. */
const patternOf = (route: string): RegExp =>
  new RegExp(
    `^/${escaped(route)
      .replaceAll(/\/?\{\\\*(\w+)\}/g, '(?:/(?<$1>.*))?')
      .replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`,
  );

const cookieText = ({ name, value, path, maxAge, secure, httpOnly, sameSite }: Cookie): string =>
  [
    `${name}=${value}`,
    ...(path === undefined ? [] : [`Path=${path}`]),
    ...(maxAge === undefined ? [] : [`Max-Age=${maxAge}`]),
    ...(secure === true ? ['Secure'] : []),
    ...(httpOnly === true ? ['HttpOnly'] : []),
    ...(sameSite === undefined ? [] : [`SameSite=${sameSite}`]),
  ].join('; ');

const onTheWire = (init: HttpResponseInit, method: string): Response => {
  const headers = new Headers(init.headers);
  if (init.jsonBody !== undefined) headers.set('content-type', 'application/json');
  for (const cookie of init.cookies ?? []) headers.append('set-cookie', cookieText(cookie));
  const body =
    init.jsonBody === undefined ? (init.body as string | undefined) : JSON.stringify(init.jsonBody);
  return new Response(method === 'HEAD' ? undefined : body, { status: init.status ?? 200, headers });
};

/** Answers a request as the platform would: by the function whose route and method fit, from an address that it saw itself. */
export const answerOf = async (endpoints: Endpoints, request: Request): Promise<Response> => {
  const { pathname, searchParams } = new URL(request.url);
  const fitting = [...endpoints.values()]
    .map((endpoint) => ({ endpoint, match: patternOf(endpoint.route ?? '').exec(pathname) }))
    .filter(({ match }) => match !== null);
  const hit = fitting.find(({ endpoint }) => endpoint.methods?.includes(request.method as 'GET'));
  if (hit === undefined) return new Response('', { status: fitting.length === 0 ? 404 : 405 });
  const headers = new Headers(request.headers);
  headers.set('x-forwarded-for', '203.0.113.7:50100');
  const asked = {
    method: request.method,
    url: request.url,
    headers,
    query: searchParams,
    params: { ...hit.match?.groups },
    json: () => request.json(),
    text: () => request.text(),
  };
  const context = { info: () => undefined } as unknown as InvocationContext;
  return onTheWire(await hit.endpoint.handler(asked as never, context), request.method);
};
