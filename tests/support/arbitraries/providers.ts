import fc from 'fast-check';
import type { ProviderId } from '../../../lib/domain/ids.ts';
import type { OpenIdProvider, ProviderAddresses } from '../../../lib/domain/openid-provider.ts';
import { instants, perhaps, shortIds, tenantIds, texts } from './values.ts';

const addresses: fc.Arbitrary<ProviderAddresses> = fc.oneof(
  fc.record({ kind: fc.constant('discovery' as const), url: texts, issuer: perhaps(texts) }),
  fc.record({
    kind: fc.constant('by-hand' as const),
    ...{ issuer: texts, authorization: texts, token: texts, userInfo: texts, keys: texts },
  }),
);

/** Any declared provider, with whatever was seen of it. */
export const openIdProviderStates: fc.Arbitrary<OpenIdProvider> = fc.record({
  id: shortIds<ProviderId>('op'),
  tenant: tenantIds,
  name: texts,
  credentials: texts,
  clientId: texts,
  addresses,
  usedBy: fc.array(texts, { maxLength: 3 }),
  status: fc.constantFrom('enabled' as const, 'disabled' as const, 'not-configured' as const),
  keys: fc.array(
    fc.record({
      keyId: texts,
      certificate: perhaps(
        fc.record({ thumbprint: texts, name: texts, startsAt: instants, expiresAt: instants }),
      ),
    }),
  ),
  trouble: perhaps(
    fc.record({ what: fc.constantFrom('unreachable' as const, 'issuer-mismatch' as const), detail: texts }),
  ),
  checks: fc.array(
    fc.record({
      at: instants,
      resultRedirection: texts,
      result: fc.constantFrom('success' as const, 'failure' as const),
      credentialType: texts,
      message: texts,
    }),
  ),
  removedAt: perhaps(instants),
});
