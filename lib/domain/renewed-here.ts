import type { CredentialKind, Source } from './credential.ts';
import { itemPlaceOf } from './item-place.ts';

interface Renewed {
  readonly source: Source;
  readonly kind: CredentialKind;
}

/**
 * Whether we make the next one ourselves, once that is approved: so for the client secrets of applications. Everything
 * else is renewed by people, and so is a secret of a service principal, which is none of its application's.
 */
export const isRenewedHere = (of: Renewed): boolean =>
  of.source === 'entra-applications' && of.kind === 'client-secret';

/** Whether its owner makes the next one and hands in the public part, which we then put in place. */
export const isHandedIn = (of: Renewed): boolean =>
  of.source === 'entra-applications' && of.kind === 'client-certificate';

/** Whether we have its vault make the next version, once that is approved: where that vault is one of those that we may. */
export const isVersionedHere = (
  of: { readonly source: Source; readonly nativeId: string },
  vaults: readonly string[],
): boolean => {
  const host = of.source === 'key-vault' ? itemPlaceOf(of.nativeId)?.host : undefined;
  return host !== undefined && vaults.includes(host);
};
