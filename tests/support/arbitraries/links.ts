import fc from 'fast-check';
import type { RenewalId, SubjectId } from '../../../lib/domain/ids.ts';
import type { Link, SealedSecret } from '../../../lib/domain/link.ts';
import { base64urls, instants, linkIds, people, perhaps, shortIds, tenantIds, texts } from './values.ts';

const sealed: fc.Arbitrary<SealedSecret> = fc.record({
  ciphertext: base64urls,
  iv: base64urls,
  wrappedShare: base64urls,
  wrapKeyId: texts,
  boundTo: texts,
});

const base = {
  id: linkIds,
  renewalId: shortIds<RenewalId>('rn'),
  attempt: fc.nat(),
  tenant: tenantIds,
  environment: texts,
  subjectId: shortIds<SubjectId>('sb'),
  recipient: people,
  applicationName: texts,
  issuedAt: instants,
  notAfter: instants,
  verifier: texts,
  wrongProofs: fc.nat(),
};

/** A link in any state. */
export const links: fc.Arbitrary<Link> = fc.oneof(
  fc.record({ ...base, state: fc.constant('issued' as const), sealed }),
  fc.record({
    ...base,
    state: fc.constant('claimed' as const),
    claimedAt: instants,
    claimHash: texts,
    sealed: perhaps(sealed),
  }),
  fc.record({ ...base, state: fc.constantFrom('expired', 'revoked'), endedAt: instants }),
);
