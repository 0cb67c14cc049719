import * as z from 'zod';
import type { Subject } from '../../domain/credential.ts';
import { credentialId, type Digest, subjectId } from '../../domain/ids.ts';
import type { Tenant } from '../../domain/tenant.ts';
import { instantOfMs } from '../../domain/time.ts';

export const KEY_VAULT = 'key-vault';
const KIND = 'key-vault-certificate';
const THUMBPRINT_BYTES = 20;

const instant = z.date().transform((date) => instantOfMs(date.getTime()));

/** The line of a list, as the SDK gives it. The list shows current versions only and does not name them. */
export const certificateSchema = z.object({
  name: z.string().min(1),
  enabled: z.boolean().optional(),
  notBefore: instant.optional(),
  expiresOn: instant.optional(),
  x509Thumbprint: z
    .instanceof(Uint8Array)
    .refine((bytes) => bytes.length === THUMBPRINT_BYTES)
    .optional(),
  tags: z.record(z.string(), z.string()).nullish(),
});

export type Certificate = z.infer<typeof certificateSchema>;

/** Where a certificate is, without the port, which is nothing of the vault's own. */
export const nativeIdOf = (vaultUrl: string, name: string): string =>
  `${new URL(vaultUrl).hostname}/certificates/${name}`;

/** The name of a certificate of this vault, or undefined if the id is of another place. */
export const nameIn = (vaultUrl: string, nativeId: string): string | undefined => {
  const prefix = nativeIdOf(vaultUrl, '');
  return nativeId.startsWith(prefix) ? nativeId.slice(prefix.length) : undefined;
};

/**
 * The subject that a certificate is, with its current version as its one credential. The thumbprint stands for the
 * version: it is in the list, is never another's, and needs no request per certificate. Without one, nothing was issued.
 */
export const subjectOf = (
  certificate: Certificate,
  vaultUrl: string,
  renewsItself: boolean,
  tenant: Tenant,
  digest: Digest,
): Subject => {
  const nativeId = nativeIdOf(vaultUrl, certificate.name);
  const id = subjectId(digest, { tenant: tenant.id, source: KEY_VAULT, nativeId });
  const thumbprint = certificate.x509Thumbprint && hex(certificate.x509Thumbprint);
  const tags = Object.entries(certificate.tags ?? {});
  return {
    id,
    tenant: tenant.id,
    environment: tenant.environment,
    source: KEY_VAULT,
    kind: 'key-vault-item',
    nativeId,
    appId: undefined,
    name: certificate.name,
    labels: tags.map(([key, value]) => `${key}:${value}`).toSorted(),
    ownerHints: {
      serviceManagementReference: undefined,
      ownerTag: tags.find(([key]) => key.toLowerCase() === 'owner')?.[1],
    },
    enabled: true,
    credentials:
      thumbprint === undefined
        ? []
        : [
            {
              id: credentialId(digest, id, KIND, thumbprint),
              kind: KIND,
              keyId: thumbprint,
              name: certificate.name,
              startsAt: certificate.notBefore,
              expiresAt: certificate.expiresOn,
              thumbprint,
              hint: undefined,
              enabled: certificate.enabled ?? true,
              renewsItself,
              managedBy: undefined,
            },
          ],
  };
};

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase();
