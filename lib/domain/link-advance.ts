import type { HandedCertificate } from './handed-certificate.ts';
import { type Link, REPEAT_WINDOW, tombstoneOf, WRONG_PROOF_LIMIT } from './link.ts';
import { isEnding, type LinkReport, type ReportKind } from './link-report.ts';
import { advanceCodes, type CodeCommand } from './mail-code.ts';
import { fail, ok, type Result } from './result.ts';
import { type Instant, plus } from './time.ts';

export type LinkCommand =
  | { readonly kind: 'claim'; readonly claimHash: string; readonly now: Instant }
  /** Its recipient hands in what it takes. */
  | {
      readonly kind: 'hand-in';
      readonly claimHash: string;
      readonly certificate: HandedCertificate;
      readonly now: Instant;
    }
  /** The claim was written too late, by the store's own clock: the share was not given out and never will be. */
  | { readonly kind: 'withhold'; readonly now: Instant }
  | { readonly kind: 'acknowledge'; readonly claimHash: string; readonly now: Instant }
  | { readonly kind: 'expire'; readonly now: Instant }
  | { readonly kind: 'revoke'; readonly now: Instant }
  /** The mail with it was refused, or came back. */
  | { readonly kind: 'come-back'; readonly now: Instant }
  | { readonly kind: 'forget'; readonly now: Instant }
  | { readonly kind: 'report'; readonly report: ReportKind; readonly now: Instant }
  /** What follows from the reports so far was done. */
  | { readonly kind: 'answer-reports'; readonly now: Instant }
  | { readonly kind: 'wrong-proof'; readonly now: Instant }
  | CodeCommand;

/** `OVER`: it no longer opens, and its tombstone says why. */
export type LinkRefusal = 'OVER' | 'OUT_OF_ORDER';

/** The only way in which a link changes. */
export const advanceLink = (link: Link, command: LinkCommand): Result<Link, LinkRefusal> => {
  switch (command.kind) {
    case 'claim':
      if (tombstoneOf(link, command.now) !== undefined) return fail('OVER');
      if (link.state !== 'issued' || link.takes !== undefined) return outOfOrder;
      return ok({ ...link, state: 'claimed', claimedAt: command.now, claimHash: command.claimHash });
    case 'hand-in':
      if (tombstoneOf(link, command.now) !== undefined) return fail('OVER');
      if (link.state !== 'issued' || link.takes === undefined) return outOfOrder;
      return ok({
        ...link,
        state: 'claimed',
        claimedAt: command.now,
        claimHash: command.claimHash,
        handed: command.certificate,
      });
    case 'withhold':
      return link.state === 'claimed' ? ok(ended(link, 'expired', command.now)) : outOfOrder;
    case 'acknowledge':
      return acknowledged(link, command);
    case 'expire':
      if (link.state !== 'issued' || command.now < link.notAfter) return outOfOrder;
      return ok(ended(link, 'expired', command.now));
    case 'revoke':
      return link.state === 'issued' ? ok(ended(link, 'revoked', command.now)) : outOfOrder;
    case 'come-back':
      return link.state === 'issued' ? ok(ended(link, 'undelivered', command.now)) : outOfOrder;
    case 'forget':
      if (link.state !== 'claimed' || command.now < plus(link.claimedAt, REPEAT_WINDOW)) return outOfOrder;
      return ok({ ...link, sealed: undefined });
    case 'report':
      return reported(link, command);
    case 'answer-reports':
      return ok({ ...link, reports: link.reports.map((report) => answered(report, command.now)) });
    case 'ask-code':
    case 'mail-code':
    case 'try-code': {
      // While its answer may be repeated, the time of the row is the time of the claim, and nobody else writes it.
      if (link.codes === undefined || (link.state === 'claimed' && link.sealed !== undefined))
        return outOfOrder;
      const codes = advanceCodes(link.codes, command);
      return codes.ok ? ok({ ...link, codes: codes.value }) : outOfOrder;
    }
    case 'wrong-proof': {
      if (link.state !== 'issued' || command.now >= link.notAfter) return outOfOrder;
      const counted = { ...link, wrongProofs: link.wrongProofs + 1 };
      return ok(counted.wrongProofs < WRONG_PROOF_LIMIT ? counted : ended(counted, 'frozen', command.now));
    }
  }
};

const outOfOrder = fail('OUT_OF_ORDER');

type Holding = Extract<Link, { state: 'issued' | 'claimed' }>;

/** What every link has, whatever its state: what is over keeps this, and loses its secret. */
const factsOf = (link: Link) => ({
  id: link.id,
  renewalId: link.renewalId,
  attempt: link.attempt,
  of: link.of,
  ticket: link.ticket,
  keyId: link.keyId,
  recipient: link.recipient,
  issuedAt: link.issuedAt,
  notAfter: link.notAfter,
  verifier: link.verifier,
  wrongProofs: link.wrongProofs,
  reports: link.reports,
  ...(link.codes && { codes: link.codes }),
  ...(link.takes && { takes: link.takes }),
});

const ended = (
  link: Holding,
  state: 'expired' | 'revoked' | 'frozen' | 'undelivered',
  endedAt: Instant,
): Link => ({
  ...factsOf(link),
  state,
  endedAt,
});

/** Said twice by the same browser it is said once. */
const acknowledged = (
  link: Link,
  { claimHash, now }: { readonly claimHash: string; readonly now: Instant },
): Result<Link, LinkRefusal> => {
  if (link.state !== 'claimed' && link.state !== 'acknowledged') return fail('OVER');
  if (link.claimHash !== claimHash) return fail('OVER');
  if (link.takes !== undefined) return outOfOrder; // nothing was revealed that could be stored
  if (link.state === 'acknowledged') return ok(link);
  const { claimedAt } = link;
  return ok({ ...factsOf(link), state: 'acknowledged', claimedAt, claimHash, acknowledgedAt: now });
};

/** Each kind is heard once; a report that ends the link is heard wherever there is still something to end or to replace. */
const reported = (
  link: Link,
  { report: kind, now }: { readonly report: ReportKind; readonly now: Instant },
): Result<Link, LinkRefusal> => {
  if (link.state === 'revoked' || link.state === 'undelivered') return fail('OVER');
  if (link.reports.some((report) => report.kind === kind)) return ok(link);
  const reports: readonly LinkReport[] = [...link.reports, { kind, at: now, answeredAt: undefined }];
  if (!isEnding(kind)) return ok({ ...link, reports });
  const isOver = link.state === 'expired' || link.state === 'frozen';
  // Of what nobody ever saw there is nothing to take back; a new one can be asked for all the same.
  if (isOver && kind !== 'lost') return fail('OVER');
  if (link.state === 'reported' && !(kind === 'lost' && link.because === 'exposed')) return fail('OVER');
  const claimedAt = 'claimedAt' in link ? link.claimedAt : undefined;
  return ok({ ...factsOf(link), reports, state: 'reported', because: kind, endedAt: now, claimedAt });
};

const answered = (report: LinkReport, now: Instant): LinkReport =>
  report.answeredAt === undefined ? { ...report, answeredAt: now } : report;
