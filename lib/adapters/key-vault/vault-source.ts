import type { Subject } from '../../domain/credential.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import type { CredentialSource, SourceFailure, SourcePage } from '../../ports/credential-source.ts';
import type { FoundVault, Vaults } from '../../ports/vaults.ts';
import { lookInVault } from './look-in-vault.ts';
import { type Reading, readVault } from './read-vault.ts';
import type { VaultClients } from './vault-clients.ts';
import type { VaultFailure } from './vault-failure.ts';
import { isVaultItem, KEY_VAULT, partsOf } from './vault-item.ts';
import { whatOpens } from './what-opens.ts';

interface Settings extends Reading {
  readonly vaults: Vaults;
  readonly clients: (vaultUrl: URL) => VaultClients;
  /** Whether a vault of this host name is, or may be, one of the tenant's. Asks nobody. */
  readonly watches: (host: string) => boolean;
}

type Looked = Result<Subject | undefined, SourceFailure>;

/** The first page, if there is something to say of vaults that we could not even learn of. It sorts before any host. */
const UNFOUND = '-';

/** What is in a tenant's vaults: certificates, secrets and keys. A page is a vault, a cursor the host of the vault to read. */
export const keyVault = (settings: Settings): CredentialSource => ({
  tenant: settings.tenant.id,
  source: KEY_VAULT,
  watches: (nativeId) => isVaultItem(nativeId, settings.watches),
  page: async (cursor) => {
    const found = await settings.vaults.find();
    if (!found.ok) return found;
    const { vaults, unread } = found.value;
    const byHost = new Map(vaults.map((vault) => [vault.url.hostname, vault]));
    // By name, so that a cursor still leads on when a vault was added or left out since.
    const places = [...(unread.length === 0 ? [] : [UNFOUND]), ...byHost.keys()].toSorted();
    const [place, next] = places.filter((name) => name >= (cursor ?? ''));
    if (place === UNFOUND) return ok({ subjects: [], unread, next });
    const vault = place === undefined ? undefined : byHost.get(place);
    return vault === undefined ? ok({ subjects: [], unread: [], next }) : pageOf(vault, next, settings);
  },
  look: async (nativeId) => {
    const parts = partsOf(nativeId);
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

/** A vault that is closed as a whole costs nothing but itself; an outage, or a sign-in that is refused, is of all. */
const pageOf = async (
  vault: FoundVault,
  next: string | undefined,
  settings: Settings,
): Promise<Result<SourcePage, SourceFailure>> => {
  const read = await readVault(settings.clients(vault.url), placeOf(vault), settings);
  if (read.ok) return ok({ ...read.value, next });
  const { code } = read.failure;
  if (code === 'UNAVAILABLE' || code === 'SIGN_IN') return fail(sourceFailure(read.failure));
  return ok({
    subjects: [],
    unread: [{ what: `vaults/${vault.url.hostname}`, reason: whatOpens(read.failure) }],
    next,
  });
};

/**
 * A look into a vault that nobody names any more. One that was taken out of the settings nobody wants to hear of. One that
 * was found once and is not shown now has been deleted, or we have lost the right to see it: the vault itself is asked, and
 * what it still has is never said to be gone.
 */
const lookOutside = async (
  { host, collection, name }: NonNullable<ReturnType<typeof partsOf>>,
  settings: Settings,
): Promise<Looked> => {
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
const sourceFailure = (failure: VaultFailure): SourceFailure => ({
  code: failure.code === 'CLOSED' || failure.code === 'SIGN_IN' ? 'FORBIDDEN' : 'UNAVAILABLE',
  detail: whatOpens(failure),
});
