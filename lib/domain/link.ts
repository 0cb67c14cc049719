import type { HandedCertificate, WantedCertificate } from './handed-certificate.ts';
import type { LinkId, RenewalId } from './ids.ts';
import type { EndingReport, LinkReport } from './link-report.ts';
import { CODE_LIFETIME, type MailCode, type MailCodes } from './mail-code.ts';
import type { Person } from './person.ts';
import type { RenewalSubject } from './renewal.ts';
import { type Duration, earlier, hours, type Instant, plus, seconds } from './time.ts';

/** One hour, never more: what the recipient is told, and the longest that a sealed secret can be had. */
export const LINK_LIFETIME: Duration = hours(1);
/** The same browser may ask for its own answer again for this long, so that a lost answer burns nothing. */
export const REPEAT_WINDOW: Duration = seconds(120);
/** After so many wrong proofs the link is over: nobody guesses 256 bits, so this is an attack or a mangled code. */
export const WRONG_PROOF_LIMIT = 20;

/** All that is needed besides the key in the mail. Useless without it. Base64url texts. */
export interface SealedSecret {
  readonly ciphertext: string;
  readonly iv: string;
  readonly wrappedShare: string;
  /** The key and version that wrapped the share. */
  readonly wrapKeyId: string;
  /** What the ciphertext is bound to, to the letter. */
  readonly boundTo: string;
}

interface LinkBase {
  readonly id: LinkId;
  readonly renewalId: RenewalId;
  /** Which attempt of the renewal it belongs to: a link of a later attempt replaces this one. */
  readonly attempt: number;
  readonly of: RenewalSubject;
  /** What people call the request at the service desk. */
  readonly ticket: string;
  /** What the source calls the new credential; the old one, where a new one is handed in. */
  readonly keyId: string;
  readonly recipient: Person;
  readonly issuedAt: Instant;
  /** At this very millisecond it no longer opens. */
  readonly notAfter: Instant;
  /** SHA-256 of the proof, base64url: tells a holder of the key without telling the key. */
  readonly verifier: string;
  readonly wrongProofs: number;
  /** Each kind at most once. */
  readonly reports: readonly LinkReport[];
  /** There only if the recipient may show who they are by a code from a mail. */
  readonly codes?: MailCodes | undefined;
  /** There only if a certificate is handed in by it. Then nothing is sealed, and there is nothing to reveal. */
  readonly takes?: WantedCertificate | undefined;
}

/**
 * Invariants: a link reveals to one claim only, within its hour. The sealed secret exists only in `issued` and, for the
 * repeat window or until it is acknowledged, in `claimed`; what is over holds nothing but its facts. By a link that takes
 * something one hand-in counts: that is its claim.
 */
export type Link =
  | (LinkBase & { readonly state: 'issued'; readonly sealed: SealedSecret | undefined })
  | (LinkBase & {
      readonly state: 'claimed';
      readonly claimedAt: Instant;
      /** Hash of the nonce that the claiming browser made. */
      readonly claimHash: string;
      readonly sealed: SealedSecret | undefined;
      /** What was handed in. */
      readonly handed?: HandedCertificate | undefined;
    })
  | (LinkBase & {
      readonly state: 'acknowledged';
      readonly claimedAt: Instant;
      readonly claimHash: string;
      /** The recipient said that it is where it belongs. */
      readonly acknowledgedAt: Instant;
    })
  | (LinkBase & {
      /** `undelivered`: the mail with it was refused or came back, so nobody is to have it any more. */
      readonly state: 'expired' | 'revoked' | 'frozen' | 'undelivered';
      readonly endedAt: Instant;
    })
  | (LinkBase & {
      readonly state: 'reported';
      readonly because: EndingReport;
      readonly endedAt: Instant;
      /** Undefined when it was reported before anyone had the secret. */
      readonly claimedAt: Instant | undefined;
    });

/** What a link that no longer opens tells its recipient, and nobody else. */
export interface Tombstone {
  readonly state: Exclude<Link['state'], 'issued' | 'undelivered'>;
  readonly at: Instant;
  /** Whether the recipient's own account brought it about. */
  readonly bySelf: boolean;
  /** What helps now: another link, the mail that replaced this one, a report if it was someone else, or the team. */
  readonly next: 'ask-for-new' | 'see-newer-mail' | 'report-if-not-you' | 'contact-team';
}

/** Why a link does not open at this moment; undefined if it does. Changes nothing. */
export const tombstoneOf = (link: Link, now: Instant): Tombstone | undefined => {
  switch (link.state) {
    case 'issued':
      return now < link.notAfter
        ? undefined
        : { state: 'expired', at: link.notAfter, bySelf: false, next: 'ask-for-new' };
    case 'claimed':
      return { state: 'claimed', at: link.claimedAt, bySelf: true, next: 'report-if-not-you' };
    case 'acknowledged':
      return { state: 'acknowledged', at: link.acknowledgedAt, bySelf: true, next: 'report-if-not-you' };
    case 'expired':
      return { state: 'expired', at: link.notAfter, bySelf: false, next: 'ask-for-new' };
    case 'frozen':
      return { state: 'frozen', at: link.endedAt, bySelf: true, next: 'ask-for-new' };
    case 'revoked':
      return { state: 'revoked', at: link.endedAt, bySelf: false, next: 'see-newer-mail' };
    case 'undelivered':
      return { state: 'revoked', at: link.endedAt, bySelf: false, next: 'contact-team' };
    case 'reported':
      return { state: 'reported', at: link.endedAt, bySelf: true, next: AFTER_REPORT[link.because] };
  }
};

const AFTER_REPORT: Readonly<Record<EndingReport, Tombstone['next']>> = {
  lost: 'see-newer-mail',
  exposed: 'ask-for-new',
  'not-me': 'contact-team',
};

/** The same browser, within the window: it may have its answer again, even past the hour. */
export const isRepeat = (link: Link, claimHash: string, now: Instant): boolean =>
  link.state === 'claimed' && link.claimHash === claimHash && now < plus(link.claimedAt, REPEAT_WINDOW);

/** The reports from which nothing has followed yet. */
export const unanswered = (link: Link): readonly LinkReport[] =>
  link.reports.filter(({ answeredAt }) => answeredAt === undefined);

/** When the link next needs attention without anyone's asking. */
export const linkDueAt = (link: Link): Instant | undefined =>
  [unanswered(link)[0]?.at, wantedCode(link)?.askedAt, endsAt(link)]
    .filter((due) => due !== undefined)
    .reduce<Instant | undefined>((a, b) => (a === undefined ? b : earlier(a, b)), undefined);

/** The code that someone waits for and that was not mailed yet. */
export const wantedCode = ({ codes }: Link): MailCode | undefined =>
  codes?.current?.hash === undefined ? codes?.current : undefined;

/** Nobody waits for it any more. */
export const isCodeStale = ({ askedAt }: MailCode, now: Instant): boolean =>
  now >= plus(askedAt, CODE_LIFETIME);

const endsAt = (link: Link): Instant | undefined => {
  if (link.state === 'issued') return link.notAfter;
  return link.state === 'claimed' && link.sealed !== undefined
    ? plus(link.claimedAt, REPEAT_WINDOW)
    : undefined;
};
