import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import * as z from 'zod';
import { LINK_ID_PATTERN, type LinkId, readId } from '../lib/domain/ids.ts';

const HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

/** What the link page sends; a longer body is none of ours. */
const body = z.object({
  proof: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  /** 16 bytes that the tab made for itself. */
  nonce: z
    .string()
    .regex(/^[A-Za-z0-9_-]{22}$/)
    .optional(),
});

export interface LinkRequest extends z.infer<typeof body> {
  readonly id: LinkId;
}

/**
 * Reads a request of the link page; undefined if it can't have come from there. A form on another site can send neither
 * JSON nor our header without the browser's asking us first, and we never answer that.
 */
export const readLinkRequest = async (request: HttpRequest): Promise<LinkRequest | undefined> => {
  const isOurs =
    request.headers.get('x-expiry-monitor') === '1' &&
    (request.headers.get('content-type') ?? '').startsWith('application/json') &&
    (request.headers.get('sec-fetch-site') ?? 'same-origin') === 'same-origin';
  const id = request.params['id'] ?? '';
  if (!isOurs || !LINK_ID_PATTERN.test(id)) return undefined;
  const parsed = body.safeParse(await request.json().catch(() => undefined));
  return parsed.success ? { id: readId<LinkId>(id), ...parsed.data } : undefined;
};

export const answer = (status: number, jsonBody: unknown): HttpResponseInit => ({
  status,
  jsonBody,
  headers: HEADERS,
});

/** Unknown and not ours are one answer; what is over is 410, what may come back is 503. */
export const refusal = (code: string): HttpResponseInit =>
  answer(code === 'LINK_UNKNOWN' ? 404 : code === 'UNAVAILABLE' ? 503 : 410, { code });
