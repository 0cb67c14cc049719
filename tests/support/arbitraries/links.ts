import fc from 'fast-check';
import type { RenewalId } from '../../../lib/domain/ids.ts';
import type { Link, SealedSecret } from '../../../lib/domain/link.ts';
import { renewalSubjects } from './renewals.ts';
import { base64urls, instants, linkIds, people, perhaps, shortIds, texts } from './values.ts';

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
  of: renewalSubjects,
  recipient: people,
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
  fc.record({ ...base, state: fc.constantFrom('expired', 'revoked', 'undelivered'), endedAt: instants }),
);
