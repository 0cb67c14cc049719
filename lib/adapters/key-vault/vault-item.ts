import * as z from 'zod';
import type { Credential, CredentialKind, KnownDependent, Subject } from '../../domain/credential.ts';
import { credentialId, type Digest, subjectId } from '../../domain/ids.ts';
import { ownerTagOf } from '../../domain/owner-tag.ts';
import type { Tenant } from '../../domain/tenant.ts';
import { instantOfMs } from '../../domain/time.ts';
import { type VaultCollection, itemPlaceOf } from '../../domain/item-place.ts';
import type { PlaceOwners } from '../../ports/vaults.ts';

export const KEY_VAULT = 'key-vault';

const KINDS = {
  certificates: 'key-vault-certificate',
  secrets: 'key-vault-secret',
  keys: 'key-vault-key',
} as const satisfies Record<VaultCollection, CredentialKind>;

/** A date as the SDK makes it of seconds; of nonsense it makes one that is no date. */
const instant = z
  .date()
  .transform((date) => instantOfMs(date.getTime()))
  .nullish()
  .transform((at) => at ?? undefined);

/** What every line of a list has, as the SDK gives it. A list shows current versions only and does not name them. */
export const itemSchema = z.object({
  name: z.string().min(1),
  enabled: z.boolean().nullish(),
  notBefore: instant,
  expiresOn: instant,
  createdOn: instant,
  tags: z.record(z.string(), z.string()).nullish(),
});

export type VaultItem = z.infer<typeof itemSchema>;

/** A vault as its items see it. */
export interface VaultPlace {
  readonly url: string;
  readonly owners: PlaceOwners;
}

/** Where an item is, without the port, which is nothing of the vault's own. */
export const nativeIdOf = (vaultUrl: string, collection: VaultCollection, name: string): string =>
  `${new URL(vaultUrl).hostname}/${collection}/${name}`;

/** Whether a native id is of an item of a vault that is watched. */
export const isVaultItem = (nativeId: string, watches: (host: string) => boolean): boolean => {
  const parts = itemPlaceOf(nativeId);
  return parts !== undefined && watches(parts.host);
};

/** What is known of an item's one credential besides what its list says. */
export type CredentialPart = Pick<Credential, 'keyId'> &
  Partial<Pick<Credential, 'thumbprint' | 'renewsItself' | 'renewsAt' | 'concerns'>>;

/** The subject that an item is, with its current version as its one credential; without one, nothing was issued. */
export const subjectOf = (
  item: VaultItem,
  collection: VaultCollection,
  part: CredentialPart | undefined,
  { url, owners }: VaultPlace,
  { tenant, digest }: { readonly tenant: Tenant; readonly digest: Digest },
): Subject => {
  const nativeId = nativeIdOf(url, collection, item.name);
  const id = subjectId(digest, { tenant: tenant.id, source: KEY_VAULT, nativeId });
  const tags = item.tags ?? {};
  const kind = KINDS[collection];
  return {
    id,
    tenant: tenant.id,
    environment: tenant.environment,
    source: KEY_VAULT,
    kind: 'key-vault-item',
    nativeId,
    appId: undefined,
    name: item.name,
    labels: Object.entries(tags)
      .map(([key, value]) => `${key}:${value}`)
      .toSorted(),
    ownerHints: { serviceManagementReference: undefined, ownerTag: ownerTagOf(tags), ...owners },
    enabled: true,
    credentials:
      part === undefined
        ? []
        : [
            {
              thumbprint: undefined,
              renewsItself: false,
              ...part,
              id: credentialId(digest, id, kind, part.keyId),
              kind,
              name: item.name,
              // Hardly anybody sets a beginning; without one a version can be used from its making on.
              startsAt: item.notBefore ?? item.createdOn,
              expiresAt: item.expiresOn,
              hint: undefined,
              enabled: item.enabled ?? true,
              managedBy: undefined,
              dependents: dependentsOf(tags),
            },
          ],
  };
};

/** Who uses an item, where people have written it down: the tag `used-by`, with commas between names. */
const dependentsOf = (tags: Readonly<Record<string, string>>): readonly KnownDependent[] | undefined => {
  const names = Object.entries(tags)
    .filter(([key]) => key.trim().toLowerCase() === 'used-by')
    .flatMap(([, value]) => value.split(/[,;]/))
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return names.length === 0 ? undefined : names.map((name) => ({ name, what: 'system' }));
};
