import type { TokenCredential } from '@azure/identity';
import { fail, ok, type Result } from '../../domain/result.ts';
import type { Duration } from '../../domain/time.ts';
import type { WrittenText, WrittenTextFailure, Written } from '../../ports/written-text.ts';

interface Options {
  /** The address of the blob, without a signature: we sign in. */
  readonly url: URL;
  readonly credential: Pick<TokenCredential, 'getToken'>;
  readonly timeout: Duration;
}

const SCOPE = 'https://storage.azure.com/.default';
/** The oldest version of the service that takes tokens on every cloud. */
const SERVICE_VERSION = '2020-10-02';
/** Far more than any policy or list needs; what is longer is something else. */
const MOST_BYTES = 8 * 1024 * 1024;

/** A text in a blob, such as a policy, read with the app's own identity. */
export const textBlob = ({ url, credential, timeout }: Options): WrittenText => {
  const ask = async (knownTag: string | undefined): Promise<Response> => {
    const token = await credential.getToken(SCOPE);
    if (token === null) throw new Error('There is no token for the storage account.');
    return fetch(url, {
      headers: {
        Authorization: `Bearer ${token.token}`,
        'x-ms-version': SERVICE_VERSION,
        ...(knownTag === undefined ? {} : { 'If-None-Match': knownTag }),
      },
      redirect: 'error', // the token is for this account only
      signal: AbortSignal.timeout(timeout),
    });
  };

  return {
    read: async (knownTag) => {
      try {
        return await answered(await ask(knownTag));
      } catch (error) {
        const reason = error instanceof Error ? error.name : 'unknown';
        return fail({ code: 'UNAVAILABLE', detail: `The storage account gave no answer (${reason}).` });
      }
    },
  };
};

const answered = async (response: Response): Promise<Result<Written | 'unchanged', WrittenTextFailure>> => {
  if (response.status === 304) return ok('unchanged');
  if (!response.ok) {
    await response.body?.cancel();
    return fail(failureOf(response.status));
  }
  const tag = response.headers.get('etag');
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (tag === null || bytes.length > MOST_BYTES)
    return fail({
      code: 'UNAVAILABLE',
      detail: 'What answers at this address is no blob with a text of ours.',
    });
  return ok({ text: new TextDecoder().decode(bytes), tag });
};

const failureOf = (status: number): WrittenTextFailure => {
  if (status === 404) return { code: 'NOT_FOUND', detail: 'There is no such blob.' };
  return status === 401 || status === 403
    ? {
        code: 'FORBIDDEN',
        detail: `The storage account answered ${status}: Storage Blob Data Reader is missing.`,
      }
    : { code: 'UNAVAILABLE', detail: `The storage account answered ${status}.` };
};
