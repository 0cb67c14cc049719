import type { CertificateClient } from '@azure/keyvault-certificates';
import type { Digest } from '../../domain/ids.ts';
import type { Subject } from '../../domain/credential.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import type { Tenant } from '../../domain/tenant.ts';
import { days, minutes, plus, seconds } from '../../domain/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { CredentialSource, SourceFailure, SourcePage } from '../../ports/credential-source.ts';
import type { Unread } from '../../ports/scans.ts';
import {
  type Certificate,
  certificateSchema,
  KEY_VAULT,
  nameIn,
  nativeIdOf,
  subjectOf,
} from './certificate-subject.ts';
import { policyRenews } from './renews-itself.ts';
import { type VaultFailure, vaultFailure } from './vault-failure.ts';

export interface WatchedVault {
  readonly name: string;
  readonly client: Pick<CertificateClient, 'vaultUrl' | 'listPropertiesOfCertificates' | 'getCertificate'>;
}

interface Settings {
  readonly vaults: readonly WatchedVault[];
  readonly tenant: Tenant;
  readonly digest: Digest;
  /** Tells which ends are near enough to ask for the policy. */
  readonly clock: Clock;
}

const LIST_TIMEOUT = minutes(2);
const ITEM_TIMEOUT = seconds(20);
/** Who renews a certificate matters only near its end; one request each is spent on those alone. */
const NEAR = days(120);

/** The certificates of a tenant's vaults. A part is a vault, read as one page. */
export const keyVaultCertificates = (
  settings: Settings,
): CredentialSource & Required<Pick<CredentialSource, 'parts'>> => {
  const { tenant } = settings;
  const { vaults } = settings;
  return {
    tenant: tenant.id,
    source: KEY_VAULT,
    watches: (nativeId) => vaults.some(({ client }) => nameIn(client.vaultUrl, nativeId) !== undefined),
    parts: () => Promise.resolve(ok(vaults.map(partOf))),
    page: async (_cursor, part) => {
      const vault = vaults.find((one) => partOf(one) === part);
      // It was taken out of the settings since the scan was planned.
      return vault === undefined
        ? ok({ subjects: [], unread: [], next: undefined })
        : readVault(vault, settings);
    },
    look: async (nativeId) => {
      for (const vault of vaults) {
        const name = nameIn(vault.client.vaultUrl, nativeId);
        if (name !== undefined) return lookIn(vault, name, settings);
      }
      // Its vault was taken out of the settings: nobody wants to hear of it any more, and it could not be read if they did.
      return ok(undefined);
    },
  };
};

const partOf = ({ name }: WatchedVault): string => `vaults/${name}`;

const readVault = async (
  { name, client }: WatchedVault,
  settings: Settings,
): Promise<Result<SourcePage, SourceFailure>> => {
  const listed: unknown[] = [];
  try {
    const abortSignal = AbortSignal.timeout(LIST_TIMEOUT);
    for await (const item of client.listPropertiesOfCertificates({ abortSignal })) listed.push(item);
  } catch (error) {
    const failure = vaultFailure(error);
    // Asked for its list, a vault that has none or does not understand waits for a person too.
    const isClosed = failure.code === 'NOT_FOUND' || failure.code === 'REJECTED';
    return fail(sourceFailure(isClosed ? { ...failure, code: 'CLOSED' } : failure));
  }
  const subjects: Subject[] = [];
  const unread: Unread[] = [];
  for (const item of listed) {
    const certificate = certificateSchema.safeParse(item);
    if (!certificate.success) {
      unread.push({ what: `vaults/${name}`, reason: 'An entry of its list is not understood.' });
      continue;
    }
    const renews = await renewsItself(client, certificate.data, settings.clock);
    if (!renews.ok) {
      if (renews.failure.code === 'UNAVAILABLE') return fail(sourceFailure(renews.failure));
      // Said as unread, and taken for one that people renew: too much said rather than too little.
      const what = nativeIdOf(client.vaultUrl, certificate.data.name);
      unread.push({ what, reason: `Who renews it is unknown. ${renews.failure.detail}` });
    }
    subjects.push(toSubject(certificate.data, client, renews.ok && renews.value, settings));
  }
  return ok({ subjects, unread, next: undefined });
};

const lookIn = async (
  { client }: WatchedVault,
  name: string,
  settings: Settings,
): Promise<Result<Subject | undefined, SourceFailure>> => {
  let answer: { readonly properties: unknown; readonly policy?: unknown };
  try {
    answer = await client.getCertificate(name, { abortSignal: AbortSignal.timeout(ITEM_TIMEOUT) });
  } catch (error) {
    const failure = vaultFailure(error);
    return failure.code === 'NOT_FOUND' ? ok(undefined) : fail(sourceFailure(failure));
  }
  const certificate = certificateSchema.safeParse(answer.properties);
  if (!certificate.success) {
    return fail({ code: 'UNAVAILABLE', detail: "The vault's answer is not understood." });
  }
  const renews = isNear(certificate.data, settings.clock) && policyRenews(answer.policy);
  return ok(toSubject(certificate.data, client, renews, settings));
};

const renewsItself = async (
  client: WatchedVault['client'],
  certificate: Certificate,
  clock: Clock,
): Promise<Result<boolean, VaultFailure>> => {
  if (!isNear(certificate, clock)) return ok(false);
  try {
    const { policy } = await client.getCertificate(certificate.name, {
      abortSignal: AbortSignal.timeout(ITEM_TIMEOUT),
    });
    return ok(policyRenews(policy));
  } catch (error) {
    const failure = vaultFailure(error);
    // Deleted since it was listed; the next scan will not meet it.
    return failure.code === 'NOT_FOUND' ? ok(false) : fail(failure);
  }
};

/** Past the end it no longer matters what the policy promised. */
const isNear = ({ enabled, expiresOn }: Certificate, clock: Clock): boolean => {
  const now = clock.now();
  return enabled !== false && expiresOn !== undefined && expiresOn > now && expiresOn <= plus(now, NEAR);
};

const toSubject = (
  certificate: Certificate,
  { vaultUrl }: WatchedVault['client'],
  renews: boolean,
  { tenant, digest }: Settings,
): Subject => subjectOf(certificate, vaultUrl, renews, tenant, digest);

/** A vault that is closed to a second look, or a sign-in that is refused, waits for a person. */
const sourceFailure = ({ code, detail, isThrottled }: VaultFailure): SourceFailure => {
  if (isThrottled) return { code: 'THROTTLED', detail, retryAfter: undefined };
  if (code === 'SIGN_IN') return { code: 'FORBIDDEN', detail };
  return code === 'CLOSED'
    ? { code: 'FORBIDDEN', detail: `${detail}${RIGHT_MISSING.test(detail) ? ROLE : ''}` }
    : { code: 'UNAVAILABLE', detail };
};

/** Answers that a role would change; a firewall's is not among them. */
const RIGHT_MISSING = /answered 403, (?:Forbidden|ForbiddenByRbac|ForbiddenByPolicy)$/;
const ROLE = '. The role Key Vault Reader is missing.';
