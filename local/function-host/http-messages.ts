import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HttpCookie, HttpRequestData, HttpResponseData, TypedData } from './core-types.ts';

/** More than any page or webhook sends; a larger body is refused before it is read to its end. */
const MAX_BODY_BYTES = 1024 * 1024;

/** The whole body, or undefined when it is too large. */
export const readBody = async (request: IncomingMessage): Promise<Buffer | undefined> => {
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) return undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  // A stream that is left early is not destroyed, so that the refusal still reaches the sender; Node drops the rest.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

/** A request as the host hands it to the worker: repeated headers and query keys joined by commas. */
export const toRequestData = (
  request: IncomingMessage,
  params: Readonly<Record<string, string>>,
  body: Buffer,
): HttpRequestData => {
  const url = new URL(`http://${request.headers.host ?? 'localhost'}${request.url ?? '/'}`);
  const query: Record<string, string> = {};
  for (const [key, value] of url.searchParams) {
    const before = query[key];
    query[key] = before === undefined ? value : `${before},${value}`;
  }
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  // As the platform's front end does: what the caller says stays, and the address that was seen comes last.
  const seen = `${request.socket.remoteAddress ?? ''}:${String(request.socket.remotePort ?? 0)}`;
  const said = headers['x-forwarded-for'];
  headers['x-forwarded-for'] = said === undefined ? seen : `${said}, ${seen}`;
  return {
    url: url.href,
    method: request.method ?? 'GET',
    nullableHeaders: nullable(headers),
    nullableQuery: nullable(query),
    nullableParams: nullable(params),
    ...(body.length > 0 ? { body: { bytes: body } } : {}),
  };
};

const nullable = (record: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, { value }]));

/** Sends what a function returned; nothing returned is 204. */
export const sendResponse = (response: ServerResponse, returned: TypedData | null | undefined): void => {
  const data = returned?.http as HttpResponseData | undefined;
  if (data === undefined) {
    response.writeHead(204).end();
    return;
  }
  for (const [name, value] of Object.entries(data.headers ?? {})) response.setHeader(name, value);
  for (const cookie of data.cookies ?? []) response.appendHeader('set-cookie', toSetCookie(cookie));
  response.statusCode = Number(data.statusCode);
  response.end(bytesOf(data.body));
};

const bytesOf = (body: TypedData | null | undefined): Uint8Array =>
  body?.bytes ?? Buffer.from(body?.string ?? body?.json ?? '', 'utf8');

/** As ASP.NET writes it: the value percent-encoded, the path `/` unless the app says otherwise. */
const toSetCookie = (cookie: HttpCookie): string => {
  const parts = [`${cookie.name}=${encodeURIComponent(cookie.value)}`];
  if (cookie.expires !== undefined) {
    parts.push(`expires=${new Date(cookie.expires.value.seconds * 1000).toUTCString()}`);
  }
  if (cookie.maxAge !== undefined) parts.push(`max-age=${String(Math.trunc(cookie.maxAge.value))}`);
  if (cookie.domain !== undefined) parts.push(`domain=${cookie.domain.value}`);
  parts.push(`path=${cookie.path?.value ?? '/'}`);
  if (cookie.secure?.value === true) parts.push('secure');
  if (cookie.sameSite !== 'none') {
    parts.push(`samesite=${cookie.sameSite === 'explicitNone' ? 'none' : cookie.sameSite}`);
  }
  if (cookie.httpOnly?.value === true) parts.push('httponly');
  return parts.join('; ');
};
