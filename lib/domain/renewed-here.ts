import type { CredentialKind, Source } from './credential.ts';

/**
 * Whether we make the next one ourselves, once that is approved: so for the client secrets of applications. Everything
 * else is renewed by people, and so is a secret of a service principal, which is none of its application's.
 */
export const isRenewedHere = (of: { readonly source: Source; readonly kind: CredentialKind }): boolean =>
  of.source === 'entra-applications' && of.kind === 'client-secret';
