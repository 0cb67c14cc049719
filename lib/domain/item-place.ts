/** What a vault holds, by the name that it has in addresses. */
export const VAULT_COLLECTIONS = ['certificates', 'secrets', 'keys'] as const;
export type VaultCollection = (typeof VAULT_COLLECTIONS)[number];

/** Where an item of a vault is, without a port, which is nothing of the vault's own. */
export interface ItemPlace {
  readonly host: string;
  readonly collection: VaultCollection;
  readonly name: string;
}

/** The parts of a native id, such as `apps.vault.azure.net/keys/signing`; undefined if it is of another source. */
export const itemPlaceOf = (nativeId: string): ItemPlace | undefined => {
  const [host = '', within = '', name = '', ...rest] = nativeId.split('/');
  const collection = VAULT_COLLECTIONS.find((known) => known === within);
  return collection === undefined || host === '' || name === '' || rest.length > 0
    ? undefined
    : { host, collection, name };
};
