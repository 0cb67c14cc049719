import type * as z from 'zod';
import type { editProviderOperation } from '../lib/api/openid-providers.ts';
import type { ProviderAddresses } from '../lib/domain/openid-provider.ts';

type Sent = z.output<NonNullable<(typeof editProviderOperation)['body']>>['addresses'];

/** Addresses as they were sent, with every key that they have in the domain. */
export const providerAddresses = (sent: Sent): ProviderAddresses =>
  sent.kind === 'discovery' ? { kind: sent.kind, url: sent.url, issuer: sent.issuer } : sent;
