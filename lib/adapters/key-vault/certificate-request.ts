import type { PipelineRequest } from '@azure/core-rest-pipeline';
import type { CertificateClient } from '@azure/keyvault-certificates';
import * as z from 'zod';
import { seconds } from '../../domain/time.ts';
import { vaultFailure } from './vault-failure.ts';

const TIMEOUT = seconds(20);

/** An answer as the SDK hands it on. */
interface Answer {
  readonly request: PipelineRequest;
  readonly status: number;
  readonly parsedBody?: unknown;
}

/** The request for a next version, as the vault writes it. */
const schema = z.object({
  status: z.string().optional(),
  error: z.object({ code: z.string().optional(), message: z.string().optional() }).nullish(),
  csr: z.string().optional(),
  request_id: z.string().optional(),
  issuer: z.object({ name: z.string().optional() }).nullish(),
});

export type CertificateRequest = z.infer<typeof schema>;

/** The last request for a version of a certificate, open or over; undefined: there is none. */
export const certificateRequest = async (
  client: Pick<CertificateClient, 'getCertificateOperation'>,
  name: string,
): Promise<CertificateRequest | undefined> => {
  let found: CertificateRequest | undefined;
  const note = ({ request, status, parsedBody }: Answer): void => {
    if (status === 200 && new URL(request.url).pathname.endsWith('/pending'))
      found = schema.safeParse(parsedBody).data;
  };
  try {
    const abortSignal = AbortSignal.timeout(TIMEOUT);
    await client.getCertificateOperation(name, { abortSignal, onResponse: note });
    return found;
  } catch (error) {
    // The SDK throws what the operation died of, of which it keeps one sentence.
    if (found !== undefined) return found;
    // Most certificates have no request open.
    if (vaultFailure(error).code === 'NOT_FOUND') return undefined;
    throw error;
  }
};

/** Has the vault ask for the next version, as the policy of the certificate says. */
export const askForCertificate = async (
  client: Pick<CertificateClient, 'getCertificate' | 'beginCreateCertificate'>,
  name: string,
): Promise<void> => {
  const abortSignal = AbortSignal.timeout(TIMEOUT);
  const { policy, properties } = await client.getCertificate(name, { abortSignal });
  if (policy === undefined) throw new Error('The vault gives no policy of its certificate.');
  const asked: number[] = [];
  try {
    await client.beginCreateCertificate(name, policy, {
      abortSignal,
      // A version has tags of its own, and people find its owner by them.
      ...(properties.tags === undefined ? {} : { tags: properties.tags }),
      onResponse: ({ request, status }: Answer) => {
        if (new URL(request.url).pathname.endsWith('/create')) asked.push(status);
      },
    });
  } catch (error) {
    // The SDK goes on to ask what became of it, and throws that: whoever looks reads it.
    if (!asked.includes(202)) throw error;
  }
};

const LONGEST_SAID = 300;

/** What the issuer says of a request that came to nothing. */
export const refusalOf = ({ error }: CertificateRequest): string => {
  const said = [error?.code, error?.message].filter((part) => part !== undefined && part !== '');
  return (said.length === 0 ? 'The vault does not say why.' : said.join(': ')).slice(0, LONGEST_SAID);
};
