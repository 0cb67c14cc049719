import type { Subject } from '../../domain/credential.ts';
import { type ItemPlace, itemPlaceOf } from '../../domain/item-place.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import type { CredentialSource, SourceFailure, SourcePage } from '../../ports/credential-source.ts';
import type { FoundVault, Vaults } from '../../ports/vaults.ts';
import { lookInVault } from './look-in-vault.ts';
import { type Reading, readVault } from './read-vault.ts';
import type { VaultClients } from './vault-clients.ts';
import type { VaultFailure } from './vault-failure.ts';
import { isVaultItem, KEY_VAULT } from './vault-item.ts';
import { whatOpens } from './what-opens.ts';

interface Settings extends Reading {
  readonly vaults: Vaults;
  readonly clients: (vaultUrl: URL) => VaultClients;
  /** Whether a vault of this host name is, or may be, one of the tenant's. Asks nobody. */
  readonly watches: (host: string) => boolean;
}

type Looked = Result<Subject | undefined, SourceFailure>;

/** The part that says of which vaults we could not even learn. */
const UNFOUND = 'vaults';

/** What is in a tenant's vaults: certificates, secrets and keys. A part is a vault, read as one page. */
export const keyVault = (
  settings: Settings,
): CredentialSource & Required<Pick<CredentialSource, 'parts'>> => ({
  tenant: settings.tenant.id,
  source: KEY_VAULT,
  watches: (nativeId) => isVaultItem(nativeId, settings.watches),
  parts: async () => {
    const found = await settings.vaults.find();
    if (!found.ok) return found;
    const { vaults, unread } = found.value;
    return ok([...(unread.length === 0 ? [] : [UNFOUND]), ...vaults.map(partOf)]);
  },
  page: async (_cursor, part) => {
    const found = await settings.vaults.find();
    if (!found.ok) return found;
    const { vaults, unread } = found.value;
    if (part === UNFOUND) return ok({ subjects: [], unread, next: undefined });
    const vault = vaults.find((one) => partOf(one) === part);
    // It was taken out of the settings, or is not found any more, since the scan was planned.
    return vault === undefined ? ok({ subjects: [], unread: [], next: undefined }) : pageOf(vault, settings);
  },
  look: async (nativeId) => {
    const parts = itemPlaceOf(nativeId);
    if (parts === undefined) return ok(undefined);
    const found = await settings.vaults.find();
    if (!found.ok) return found;
    const { host, collection, name } = parts;
    const vault = found.value.vaults.find(({ url }) => url.hostname === host);
    if (vault === undefined) return lookOutside(parts, settings);
    const looked = await lookInVault(settings.clients(vault.url), collection, name, placeOf(vault), settings);
    return looked.ok ? looked : fail(sourceFailure(looked.failure));
  },
});

const partOf = ({ url }: FoundVault): string => `vaults/${url.hostname}`;

const pageOf = async (vault: FoundVault, settings: Settings): Promise<Result<SourcePage, SourceFailure>> => {
  const read = await readVault(settings.clients(vault.url), placeOf(vault), settings);
  if (read.ok) return ok({ ...read.value, next: undefined });
  const { failure } = read;
  // Asked for its lists, a vault that has none or does not understand waits for a person too.
  const isClosed = failure.code === 'NOT_FOUND' || failure.code === 'REJECTED';
  return fail(sourceFailure(isClosed ? { ...failure, code: 'CLOSED' } : failure));
};

/**
 * A look into a vault that nobody names any more. One that was taken out of the settings nobody wants to hear of. One that
 * was found once and is not shown now has been deleted, or we have lost the right to see it: the vault itself is asked, and
 * what it still has is never said to be gone.
 */
const lookOutside = async ({ host, collection, name }: ItemPlace, settings: Settings): Promise<Looked> => {
  if (!settings.watches(host)) return ok(undefined);
  const url = new URL(`https://${host}`);
  const looked = await lookInVault(
    settings.clients(url),
    collection,
    name,
    { url: url.href, owners: {} },
    settings,
  );
  if (looked.ok && looked.value === undefined) return ok(undefined);
  if (!looked.ok && looked.failure.wall === 'no-address') return ok(undefined);
  if (!looked.ok && looked.failure.code === 'UNAVAILABLE') return fail(sourceFailure(looked.failure));
  const detail = `The vault ${host} is not shown to us any more: the role Reader may be missing on its subscription`;
  return fail({ code: 'FORBIDDEN', detail });
};

const placeOf = ({ url, owners }: FoundVault) => ({ url: url.origin, owners });

/** A vault that is closed to a second look, or a sign-in that is refused, waits for a person. */
const sourceFailure = (failure: VaultFailure): SourceFailure => {
  const detail = whatOpens(failure);
  if (failure.isThrottled) return { code: 'THROTTLED', detail, retryAfter: undefined };
  return {
    code: failure.code === 'CLOSED' || failure.code === 'SIGN_IN' ? 'FORBIDDEN' : 'UNAVAILABLE',
    detail,
  };
};
