import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** What the routes know of a call: who makes it. */
export interface CallerEnv {
  Variables: { caller: string };
}

/** A refusal in the one shape that every API of the desk uses. */
export const refuse = (
  c: Context,
  status: ContentfulStatusCode,
  message: string,
  detail: string | null = null,
): Response => c.json({ error: { message, detail }, status: 'failure' }, status);

/** The row does not exist, or the caller may not know that it does. */
export const noRecord = (c: Context): Response =>
  refuse(c, 404, 'No Record found', "Record doesn't exist or ACL restricts the record retrieval");

/** Reads a JSON object; anything else is answered with the refusal. */
export const jsonObject = async (c: Context): Promise<Record<string, unknown> | Response> => {
  if (!(c.req.header('content-type') ?? '').startsWith('application/json')) {
    return refuse(c, 415, 'Unsupported media type', 'The request needs Content-Type application/json');
  }
  try {
    const body: unknown = await c.req.json();
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return { ...body };
  } catch {
    // Not JSON at all: answered below like JSON of another shape.
  }
  return refuse(c, 400, 'Exception while reading request', 'The payload is not a valid JSON object');
};

/** A value from a JSON body as the desk keeps it. */
export const asText = (value: unknown): string => {
  if (typeof value === 'string') return value;
  return value === null || value === undefined ? '' : JSON.stringify(value);
};
