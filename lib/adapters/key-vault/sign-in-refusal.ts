import * as z from 'zod';

/** What the login says of a request that it will not grant, however often it is asked. */
const REFUSALS: ReadonlySet<string> = new Set([
  'access_denied',
  'invalid_client',
  'invalid_grant',
  'invalid_request',
  'invalid_resource',
  'invalid_scope',
  'unauthorized_client',
]);

/** The identity library keeps the login's answer in its own error or in that one's cause; the vault SDK hands it on as it is. */
const signInError = z.object({
  name: z.string(),
  message: z.string(),
  errorResponse: z.object({ error: z.string() }).optional(),
  cause: z.object({ errorCode: z.string() }).optional().catch(undefined),
});

/** Why the login refused, as its code; undefined when it did not, so that whatever happened may pass by itself. */
export const signInRefusal = (error: unknown): string | undefined => {
  const { data } = signInError.safeParse(error);
  const answer = data?.errorResponse?.error ?? data?.cause?.errorCode;
  if (data === undefined || answer === undefined || !REFUSALS.has(answer)) return undefined;
  return /AADSTS\d+/.exec(data.message)?.[0] ?? answer;
};
