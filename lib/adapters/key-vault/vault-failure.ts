import * as z from 'zod';
import { signInRefusal } from './sign-in-refusal.ts';

/** What became of a request to a vault. */
export interface VaultFailure {
  /** `CLOSED`: this vault does not let us, or is not there; the others may. `SIGN_IN`: none will, until a person acts. */
  readonly code: 'UNAVAILABLE' | 'CLOSED' | 'SIGN_IN' | 'NOT_FOUND' | 'REJECTED';
  /** Status and the vault's own code: never its text, nor the request that an SDK error carries along. */
  readonly detail: string;
  /** What keeps us out of a vault that is closed, where it says so. Each is opened by somebody else. */
  readonly wall?: 'no-address' | 'network' | 'role' | 'access-policy' | undefined;
  /** It is away because we ask too much. */
  readonly isThrottled?: true;
}

/** A code is a word: what else may stand there is not repeated. */
const word = z
  .string()
  .regex(/^\w{1,80}$/)
  .optional()
  .catch(undefined);

/** The inner code of a refusal, from the body as it came. */
export const innerCodeOf = (body: unknown): string | undefined =>
  z.object({ error: z.object({ innererror: z.object({ code: word }) }) }).safeParse(body).data?.error
    .innererror.code;

/** What the SDK throws when the vault refused, or no answer came. */
const restError = z.object({
  name: z.literal('RestError'),
  statusCode: z.number().optional(),
  code: word,
  details: z
    .object({ error: z.object({ innerError: z.object({ code: word }) }) })
    .optional()
    .catch(undefined),
});

const outage = (detail: string): VaultFailure => ({ code: 'UNAVAILABLE', detail });

/**
 * Sorts an error that an SDK call threw. The SDK trips over answers that are none of a vault's (a proxy's page, an empty
 * body) with whatever error comes up, so what is not known counts as an outage too.
 * @param innerCode what the answer said, for lists: there the SDK keeps it from its error
 */
export const vaultFailure = (error: unknown, innerCode?: string): VaultFailure => {
  const refusal = signInRefusal(error);
  if (refusal !== undefined) return { code: 'SIGN_IN', detail: `Signing in to the vault failed. ${refusal}` };
  const { data: answer } = restError.safeParse(error);
  if (answer !== undefined) return restFailure(answer, innerCode);
  if (error instanceof TypeError)
    return outage("The answer was none of a vault's, as when something on the way answers for it");
  const { data: name } = word.safeParse(error instanceof Error ? error.name : undefined);
  return outage(`The vault can't be used, ${name ?? 'for an unknown reason'}`);
};

const restFailure = (
  { statusCode, code, details }: z.infer<typeof restError>,
  innerCode: string | undefined,
): VaultFailure => {
  // A vault that was deleted has no address any more.
  if (code === 'ENOTFOUND')
    return { code: 'CLOSED', detail: 'The vault has no address.', wall: 'no-address' };
  if (statusCode === undefined) return outage(`The vault gave no answer, ${code ?? 'for an unknown reason'}`);
  // `ForbiddenByConnection` says more than `Forbidden`.
  const said = details?.error.innerError.code ?? innerCode ?? code;
  const detail = `The vault answered ${statusCode}${said === undefined ? '' : `, ${said}`}`;
  if (statusCode === 404) return { code: NOT_FOUND.test(code ?? '') ? 'NOT_FOUND' : 'CLOSED', detail };
  if (statusCode === 401 || statusCode === 403) return { code: 'CLOSED', detail, wall: wallOf(said ?? '') };
  if (statusCode === 429) return { ...outage(detail), isThrottled: true };
  return statusCode === 400 ? { code: 'REJECTED', detail } : outage(detail);
};

/** `PendingCertificateNotFound` too: there is no request for a version. */
const NOT_FOUND = /^(?:(?:Pending)?Certificate|Key|Secret)NotFound$/;

const wallOf = (said: string): VaultFailure['wall'] => {
  if (/Connection|Firewall|Network/i.test(said)) return 'network';
  if (/Rbac/i.test(said)) return 'role';
  return /Policy/i.test(said) ? 'access-policy' : undefined;
};
