import type * as z from 'zod';
import type { Subject } from '../../domain/credential.ts';
import type { Digest } from '../../domain/ids.ts';
import { VAULT_COLLECTIONS, type VaultCollection } from '../../domain/item-place.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import type { Tenant } from '../../domain/tenant.ts';
import { minutes } from '../../domain/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Unread } from '../../ports/scans.ts';
import { certificatePart, certificateSchema } from './certificate-item.ts';
import { foldedSchema } from './folded-item.ts';
import { isNearEnd } from './near-end.ts';
import { type Renewal, renewalOfCertificate, renewalOfKey } from './renewal-of.ts';
import type { VaultClients } from './vault-clients.ts';
import { innerCodeOf, type VaultFailure, vaultFailure } from './vault-failure.ts';
import { type CredentialPart, nativeIdOf, subjectOf, type VaultItem, type VaultPlace } from './vault-item.ts';
import { versionKey } from './version-key.ts';
import { whatOpens } from './what-opens.ts';

export interface Reading {
  readonly tenant: Tenant;
  readonly digest: Digest;
  /** Tells which ends are near enough to ask who renews. */
  readonly clock: Clock;
}

interface Read {
  readonly subjects: readonly Subject[];
  readonly unread: readonly Unread[];
}

const LIST_TIMEOUT = minutes(2);
/** So many items of a vault are asked about at once. */
const AT_ONCE = 8;

/** All that a vault holds. Fails only where none of it can be read. */
export const readVault = async (
  clients: VaultClients,
  place: VaultPlace,
  reading: Reading,
): Promise<Result<Read, VaultFailure>> => {
  const read: Read[] = [];
  const refused: { readonly collection: VaultCollection; readonly failure: VaultFailure }[] = [];
  for (const collection of VAULT_COLLECTIONS) {
    const listed = await list(clients, collection);
    if (!listed.ok) {
      const { failure } = listed;
      if (
        failure.wall === 'network' ||
        failure.wall === 'no-address' ||
        failure.code === 'UNAVAILABLE' ||
        failure.code === 'SIGN_IN'
      )
        return listed;
      refused.push({ collection, failure });
      continue;
    }
    const items = await readers[collection](listed.value, clients, place, reading);
    if (!items.ok) return items;
    read.push(items.value);
  }
  const [first] = refused;
  if (first !== undefined && refused.length === VAULT_COLLECTIONS.length) return fail(first.failure);
  return ok({
    subjects: read.flatMap(({ subjects }) => subjects),
    unread: [
      ...read.flatMap(({ unread }) => unread),
      ...refused.map(({ collection, failure }) => ({
        what: `vaults/${new URL(place.url).hostname}/${collection}`,
        reason: whatOpens(failure),
      })),
    ],
  });
};

const list = async (
  clients: VaultClients,
  collection: VaultCollection,
): Promise<Result<unknown[], VaultFailure>> => {
  const listed: unknown[] = [];
  let refusal: string | undefined;
  const options = {
    abortSignal: AbortSignal.timeout(LIST_TIMEOUT),
    onResponse: ({ parsedBody }: { readonly parsedBody?: unknown }) => {
      refusal = innerCodeOf(parsedBody);
    },
  };
  const pages = {
    certificates: () => clients.certificates.listPropertiesOfCertificates(options),
    secrets: () => clients.secrets.listPropertiesOfSecrets(options),
    keys: () => clients.keys.listPropertiesOfKeys(options),
  };
  try {
    for await (const item of pages[collection]()) listed.push(item);
  } catch (error) {
    return fail(vaultFailure(error, refusal));
  }
  return ok(listed);
};

type ReadItems = (
  listed: readonly unknown[],
  clients: VaultClients,
  place: VaultPlace,
  reading: Reading,
) => Promise<Result<Read, VaultFailure>>;

const readers: Readonly<Record<VaultCollection, ReadItems>> = {
  certificates: (listed, { certificates: client }, place, reading) => {
    const { items, unread } = understood(listed, certificateSchema, 'certificates', place);
    const known = items.map((item) => ({
      item,
      part: certificatePart(item),
      renewal: () => renewalOfCertificate(client, item),
    }));
    return withRenewals('certificates', known, unread, place, reading);
  },
  // A vault has no word on who makes the next version of a secret.
  secrets: (listed, _clients, place, reading) => {
    const { items, unread } = understood(listed, foldedSchema, 'secrets', place);
    const known = items.flatMap((item) =>
      item.managed ? [] : [{ item, part: { keyId: versionKey(item) }, renewal: undefined }],
    );
    return withRenewals('secrets', known, unread, place, reading);
  },
  keys: (listed, { keys: client }, place, reading) => {
    const { items, unread } = understood(listed, foldedSchema, 'keys', place);
    const known = items.flatMap((item) =>
      item.managed
        ? []
        : [{ item, part: { keyId: versionKey(item) }, renewal: () => renewalOfKey(client, item) }],
    );
    return withRenewals('keys', known, unread, place, reading);
  },
};

/** Entries that are not understood are said, by their name where they have one. */
const understood = <Item>(
  listed: readonly unknown[],
  schema: z.ZodType<Item>,
  collection: VaultCollection,
  { url }: VaultPlace,
): { readonly items: readonly Item[]; readonly unread: readonly Unread[] } => {
  const items: Item[] = [];
  const unread: Unread[] = [];
  for (const entry of listed) {
    const parsed = schema.safeParse(entry);
    if (parsed.success) items.push(parsed.data);
    else {
      const fields = [...new Set(parsed.error.issues.map(({ path }) => String(path[0] ?? 'entry')))].join(
        ', ',
      );
      unread.push({
        what: `vaults/${new URL(url).hostname}/${collection}`,
        reason: `An entry of its list is not understood: ${fields}.`,
      });
    }
  }
  return { items, unread };
};

interface Known {
  readonly item: VaultItem;
  readonly part: CredentialPart | undefined;
  readonly renewal: (() => Promise<Result<Renewal, VaultFailure>>) | undefined;
}

/** Asks who renews what is near its end. Where nobody may tell, it is said, and taken for something that people renew. */
const withRenewals = async (
  collection: VaultCollection,
  known: readonly Known[],
  unreadEntries: readonly Unread[],
  place: VaultPlace,
  reading: Reading,
): Promise<Result<Read, VaultFailure>> => {
  const now = reading.clock.now();
  const subjects: Subject[] = [];
  const unread = [...unreadEntries];
  for (let start = 0; start < known.length; start += AT_ONCE) {
    const some = known.slice(start, start + AT_ONCE);
    const renewals = await Promise.all(
      some.map(({ item, part, renewal }) =>
        part && renewal && isNearEnd(item, now) ? renewal() : Promise.resolve(undefined),
      ),
    );
    for (const [at, { item, part }] of some.entries()) {
      const renewal = renewals[at];
      if (renewal?.ok === false) {
        if (renewal.failure.code === 'UNAVAILABLE') return renewal;
        const what = nativeIdOf(place.url, collection, item.name);
        unread.push({ what, reason: `Who renews it is unknown. ${whatOpens(renewal.failure)}` });
      }
      const told = renewal?.ok === true ? renewal.value : {};
      subjects.push(subjectOf(item, collection, part && { ...part, ...told }, place, reading));
    }
  }
  return ok({ subjects, unread });
};
