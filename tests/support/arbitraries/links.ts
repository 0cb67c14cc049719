import fc from 'fast-check';
import type { RenewalId } from '../../../lib/domain/ids.ts';
import type { WantedCertificate } from '../../../lib/domain/handed-certificate.ts';
import type { Duration } from '../../../lib/domain/time.ts';
import type { Link, SealedSecret } from '../../../lib/domain/link.ts';
import type { MailCodes } from '../../../lib/domain/mail-code.ts';
import type { LinkReport } from '../../../lib/domain/link-report.ts';
import { endingReports, handed, renewalSubjects } from './renewals.ts';
import { base64urls, instants, linkIds, people, perhaps, shortIds, texts } from './values.ts';

const sealed: fc.Arbitrary<SealedSecret> = fc.record({
  ciphertext: base64urls,
  iv: base64urls,
  wrappedShare: base64urls,
  wrapKeyId: texts,
  boundTo: texts,
});

const reports: fc.Arbitrary<LinkReport> = fc.record({
  kind: fc.constantFrom('exposed', 'lost', 'misconfigured', 'unsure', 'not-me'),
  at: instants,
  answeredAt: perhaps(instants),
});

const base = {
  id: linkIds,
  renewalId: shortIds<RenewalId>('rn'),
  attempt: fc.nat(),
  of: renewalSubjects,
  ticket: texts,
  keyId: texts,
  recipient: people,
  issuedAt: instants,
  notAfter: instants,
  verifier: texts,
  wrongProofs: fc.nat(),
  reports: fc.array(reports, { maxLength: 3 }),
};
const codes: fc.Arbitrary<MailCodes> = fc.record({
  asked: fc.nat(),
  current: perhaps(fc.record({ browser: texts, askedAt: instants, hash: perhaps(texts), tries: fc.nat() })),
});

const wanted: fc.Arbitrary<WantedCertificate> = fc.record({
  present: fc.array(texts, { maxLength: 2 }),
  replacesOneUntil: instants,
  longestLifetime: perhaps(fc.nat().map((ms) => ms as Duration)),
});

const inAnyState: fc.Arbitrary<Link> = fc.oneof(
  fc.record({ ...base, state: fc.constant('issued' as const), sealed: perhaps(sealed) }),
  fc.record({
    ...base,
    state: fc.constant('claimed' as const),
    claimedAt: instants,
    claimHash: texts,
    sealed: perhaps(sealed),
  }),
  fc.record({
    ...base,
    state: fc.constant('acknowledged' as const),
    claimedAt: instants,
    claimHash: texts,
    acknowledgedAt: instants,
  }),
  fc.record({
    ...base,
    state: fc.constantFrom('expired', 'revoked', 'frozen', 'undelivered'),
    endedAt: instants,
  }),
  fc.record({
    ...base,
    state: fc.constant('reported' as const),
    because: endingReports,
    endedAt: instants,
    claimedAt: perhaps(instants),
  }),
);

/** A link in any state, with codes by mail or without. */
export const links: fc.Arbitrary<Link> = fc
  .tuple(inAnyState, perhaps(codes), perhaps(wanted), perhaps(handed))
  .map(([link, some, takes, given]) => ({
    ...link,
    ...(some !== undefined && { codes: some }),
    ...(takes !== undefined && { takes }),
    ...(link.state === 'claimed' && given !== undefined && { handed: given }),
  }));
