/** What became of a request to a vault. */
export interface VaultFailure {
  /** `CLOSED`: this vault does not let us, or is not there; the others may. `SIGN_IN`: none will, until a person acts. */
  readonly code: 'UNAVAILABLE' | 'CLOSED' | 'SIGN_IN' | 'NOT_FOUND' | 'REJECTED';
  /** Status and the vault's own code: never its text, nor the request that an SDK error carries along. */
  readonly detail: string;
}

interface Answered {
  readonly statusCode: number;
  readonly code: string | undefined;
}

/**
 * Sorts an error that an SDK call threw. The SDK trips over answers that are none of a vault's (a proxy's page, an empty
 * body) with whatever error comes up, so what is not known counts as an outage too.
 */
export const vaultFailure = (error: unknown): VaultFailure => {
  if (!(error instanceof Error)) throw error;
  switch (error.name) {
    case 'AuthenticationError':
      return signInFailure(error);
    case 'CredentialUnavailableError':
    case 'AggregateAuthenticationError':
      return { code: 'UNAVAILABLE', detail: 'Signing in is not possible now.' };
    case 'AbortError':
    case 'TimeoutError':
      return { code: 'UNAVAILABLE', detail: 'The vault gave no answer in time.' };
    case 'RestError':
      return restFailure(answered(error));
    default:
      return {
        code: 'UNAVAILABLE',
        detail: `The vault can't be used, ${identifier(error.name) ?? 'unknown error'}`,
      };
  }
};

const restFailure = ({ statusCode, code }: Answered): VaultFailure => {
  // A vault that was deleted has no address any more.
  if (code === 'ENOTFOUND') return { code: 'CLOSED', detail: 'The vault has no address.' };
  if (statusCode === 0)
    return { code: 'UNAVAILABLE', detail: `The vault gave no answer, ${code ?? 'unknown'}` };
  const detail = `The vault answered ${statusCode}${code === undefined ? '' : `, ${code}`}`;
  if (statusCode === 401 || statusCode === 403) return { code: 'CLOSED', detail };
  if (statusCode === 404) return { code: code === 'CertificateNotFound' ? 'NOT_FOUND' : 'CLOSED', detail };
  if (statusCode === 400) return { code: 'REJECTED', detail };
  return { code: 'UNAVAILABLE', detail };
};

const signInFailure = (error: Error): VaultFailure => {
  const status = 'statusCode' in error ? Number(error.statusCode) : 0;
  const reason = /AADSTS\d+/.exec(error.message)?.[0] ?? 'no reason given';
  return {
    code: [400, 401, 403].includes(status) ? 'SIGN_IN' : 'UNAVAILABLE',
    detail: `Signing in to the vault's tenant failed, ${reason}`,
  };
};

const answered = (error: Error): Answered => ({
  statusCode: 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 0,
  code: innerCode(error) ?? codeIn(error),
});

/** `ForbiddenByConnection` says more than `Forbidden`. */
const innerCode = (error: Error): string | undefined => {
  const details = property(error, 'details');
  return codeIn(property(property(details, 'error'), 'innerError'));
};

const codeIn = (value: unknown): string | undefined => identifier(property(value, 'code'));

const identifier = (text: unknown): string | undefined =>
  typeof text === 'string' && /^\w{1,80}$/.test(text) ? text : undefined;

const property = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
