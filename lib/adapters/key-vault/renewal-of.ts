import type { PipelineRequest } from '@azure/core-rest-pipeline';
import * as z from 'zod';
import type { Concern } from '../../domain/credential.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import { seconds } from '../../domain/time.ts';
import type { Certificate } from './certificate-item.ts';
import { BY_PEOPLE, certificatePlan, hasIssuer, type RenewalPlan, rotationPlan } from './renewal-plan.ts';
import type { VaultClients } from './vault-clients.ts';
import { type VaultFailure, vaultFailure } from './vault-failure.ts';
import type { VaultItem } from './vault-item.ts';

/** How an item goes on after its end, and what has gone wrong with that. */
export interface Renewal extends RenewalPlan {
  readonly concerns?: readonly Concern[] | undefined;
}

const TIMEOUT = seconds(20);
const LONGEST_DETAIL = 300;

/** An answer as the SDK hands it on. */
interface Answer {
  readonly request: PipelineRequest;
  readonly status: number;
  readonly parsedBody?: unknown;
}

/** The request for a next version. */
const operationSchema = z.object({
  status: z.string().optional(),
  error: z.object({ code: z.string().optional(), message: z.string().optional() }).nullish(),
});

/** How a certificate is renewed, by its policy and by what became of the last request for a version. */
export const renewalOfCertificate = async (
  client: VaultClients['certificates'],
  certificate: Certificate,
): Promise<Result<Renewal, VaultFailure>> => {
  try {
    const { policy } = await client.getCertificate(certificate.name, timed());
    const plan = certificatePlan(policy, certificate);
    // Where people issue, an open request waits for them and has not failed.
    if (!hasIssuer(policy)) return ok(plan);
    const concerns = await issuanceFailed(client, certificate.name);
    return ok(concerns === undefined ? plan : { ...plan, concerns: [concerns] });
  } catch (error) {
    return goneOr(error);
  }
};

const issuanceFailed = async (
  client: VaultClients['certificates'],
  name: string,
): Promise<Concern | undefined> => {
  let concern: Concern | undefined;
  const note = ({ request, status, parsedBody }: Answer): void => {
    if (status === 200 && new URL(request.url).pathname.endsWith('/pending')) concern = concernOf(parsedBody);
  };
  try {
    await client.getCertificateOperation(name, { ...timed(), onResponse: note });
    return concern;
  } catch (error) {
    // The SDK throws what the operation died of, of which it keeps one sentence.
    if (concern !== undefined) return concern;
    // Most certificates have no request open.
    if (vaultFailure(error).code === 'NOT_FOUND') return undefined;
    throw error;
  }
};

const concernOf = (operation: unknown): Concern | undefined => {
  const { data } = operationSchema.safeParse(operation);
  const { error, status } = data ?? {};
  if (!error && status?.toLowerCase() !== 'failed') return undefined;
  const said = [error?.code, error?.message].filter((part) => part !== undefined && part !== '');
  const detail = said.length === 0 ? 'The vault does not say why.' : said.join(': ');
  return { what: 'issuance-failed', detail: detail.slice(0, LONGEST_DETAIL) };
};

/** How a key is renewed, by its rotation policy. */
export const renewalOfKey = async (
  client: VaultClients['keys'],
  key: VaultItem,
): Promise<Result<Renewal, VaultFailure>> => {
  try {
    return ok(rotationPlan(await client.getKeyRotationPolicy(key.name, timed()), key));
  } catch (error) {
    return goneOr(error);
  }
};

/** Deleted since it was listed: the next scan will not meet it. */
const goneOr = (error: unknown): Result<Renewal, VaultFailure> => {
  const failure = vaultFailure(error);
  return failure.code === 'NOT_FOUND' ? ok(BY_PEOPLE) : fail(failure);
};

const timed = () => ({ abortSignal: AbortSignal.timeout(TIMEOUT) });
