import type { Concern } from '../../domain/credential.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import { seconds } from '../../domain/time.ts';
import type { Certificate } from './certificate-item.ts';
import { certificateRequest, refusalOf } from './certificate-request.ts';
import { BY_PEOPLE, certificatePlan, hasIssuer, type RenewalPlan, rotationPlan } from './renewal-plan.ts';
import type { VaultClients } from './vault-clients.ts';
import { type VaultFailure, vaultFailure } from './vault-failure.ts';
import type { VaultItem } from './vault-item.ts';

/** How an item goes on after its end, and what has gone wrong with that. */
export interface Renewal extends RenewalPlan {
  readonly concerns?: readonly Concern[] | undefined;
}

const TIMEOUT = seconds(20);

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
  const request = await certificateRequest(client, name);
  if (request === undefined || (!request.error && request.status?.toLowerCase() !== 'failed'))
    return undefined;
  return { what: 'issuance-failed', detail: refusalOf(request) };
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
