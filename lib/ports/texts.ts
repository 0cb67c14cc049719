import type { Advice } from '../domain/advice.ts';
import type { CertificateFault, CertificateFileFault } from '../domain/certificate-rules.ts';
import type { CredentialKind } from '../domain/credential.ts';
import type { DayTally } from '../domain/day-tally.ts';
import type { Deposited, DepositPlace } from '../domain/deposit.ts';
import type { CredentialId, RenewalId } from '../domain/ids.ts';
import type { NoticeCause } from '../domain/judged.ts';
import type { Replacement } from '../domain/renewal.ts';
import type { PostponeCause, RetirementEvidence } from '../domain/retirement.ts';
import type { Carrier, NextCertificate, RollOver, RollOverStep } from '../domain/roll-over.ts';
import type { SilenceKind } from '../domain/silence.ts';
import type { Duration, Instant } from '../domain/time.ts';
import type { VersionNote } from './version-note.ts';

/** A mail without its address. */
export interface MailText {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** One credential of which its owner is told. Names in all views come from directories: hostile text. */
export interface NoticedCredential {
  readonly applicationName: string;
  readonly applicationId: string | undefined;
  readonly environment: string;
  readonly kind: CredentialKind;
  readonly credentialName: string | undefined;
  /** Undefined: it never ends. */
  readonly expiresAt: Instant | undefined;
  readonly cause: NoticeCause;
  /** The rest of the sentence "You get this mail because …". */
  readonly whyYou: string;
  /** Systems that are involved, such as `okta`; what is not known there is passed over. */
  readonly systems: readonly string[];
  /** Names of those who are known to depend on it. */
  readonly dependents: readonly string[];
  readonly advice: Advice | undefined;
  /** Until then an exception allows it to be what it is. */
  readonly exceptionUntil: Instant | undefined;
  /** Who makes the new one: we, after an approval, at once or by a roll-over; the owner; or the owner first, and we if they do not. */
  readonly renewedBy: 'us' | 'roll-over' | 'owner' | 'owner-first';
  /** The page of the portal where that is done, if there is one. */
  readonly portalLink?: string | undefined;
}

/** What one person is told at once. */
export interface OwnerNotice {
  readonly credentials: readonly [NoticedCredential, ...NoticedCredential[]];
  readonly now: Instant;
}

/** All that the mail with the link says. Link and code open the secret together with our share: they go nowhere else. */
export interface OneHourLink {
  readonly applicationName: string;
  readonly applicationId: string | undefined;
  readonly environment: string;
  readonly link: string;
  /** What the page asks for if the link lost its last part on the way. */
  readonly code: string;
  readonly notAfter: Instant;
  /** An earlier link of the same renewal was withdrawn. */
  readonly replacesFirst: boolean;
  readonly newExpiresAt: Instant;
  readonly oldExpiresAt: Instant;
  /** When the old secret is removed, if that is known. */
  readonly retireAt?: Instant;
  /** What people call the request: RITM0010023. */
  readonly ticket: string;
  readonly approvedBy: string;
  /** IANA name of the recipient's time zone, where it is known. */
  readonly timeZone: string | undefined;
  /** Whom to tell when something looks wrong: a name, and a mail address or a page. */
  readonly team: { readonly name: string; readonly address: string };
  /** The rest of the sentence "You get this mail because …". */
  readonly whyYou: string;
}

/** A person as others know them: hostile text. */
export interface NamedPerson {
  readonly name: string;
  readonly userPrincipalName: string;
}

/** Who is to receive a new credential, as the approver sees it. */
interface RequestRecipient extends NamedPerson {
  readonly whyThem: string;
  /** Who gets it instead, in this order, if no mail reaches them. */
  readonly deputies: readonly NamedPerson[];
  /** The vault that gets the secret instead of a link. */
  readonly deposit: DepositPlace | undefined;
  /** They have no account to sign in with. */
  readonly byMailCode: boolean;
}

/** What an approver reads. */
export interface RequestInstructions {
  readonly applicationName: string;
  readonly applicationId: string | undefined;
  readonly environment: string;
  readonly kind: CredentialKind;
  /** What is there now, if it is to make way for another kind when its exception ends, at `expiresAt`. */
  readonly inPlaceOf?: CredentialKind | undefined;
  /** Whether we make the next one, or have its vault make it, or its owner hands it in, or people do it all. */
  readonly renewedBy: 'us' | 'vault' | 'owner' | 'people';
  /** Who carries out the steps, if it is a signing certificate that is rolled over. */
  readonly rolledOverBy?: Carrier | undefined;
  readonly keyId: string;
  readonly expiresAt: Instant;
  /** Undefined: nobody could be found, and approval has to wait for a name. */
  readonly recipient: RequestRecipient | undefined;
  /** Systems that are involved, such as `okta`. */
  readonly systems: readonly string[];
  readonly revision: string;
  readonly renewalId: RenewalId;
}

/** What someone reads who waits for a code. */
export interface MailCodeMail {
  readonly code: string;
  readonly until: Instant;
  readonly ticket: string;
  readonly team: { readonly name: string; readonly address: string };
}

/** What a recipient reads whose new secret went straight into a vault. */
export interface DepositMail extends Deposited {
  readonly applicationName: string;
  readonly applicationId: string | undefined;
  readonly environment: string;
  readonly newExpiresAt: Instant;
  readonly retireAt: Instant;
  readonly ticket: string;
  readonly approvedBy: string;
  readonly timeZone: string | undefined;
  readonly team: { readonly name: string; readonly address: string };
  readonly whyYou: string;
}

/** What all mails about an approval say. */
export interface ApprovalView {
  readonly as: 'approver' | 'recipient';
  readonly applicationName: string;
  readonly applicationId: string | undefined;
  readonly environment: string;
  readonly kind: CredentialKind;
  /** When the old one ends. */
  readonly expiresAt: Instant;
  readonly recipient: NamedPerson;
  readonly ticket: string;
  readonly timeZone: string | undefined;
  readonly team: { readonly name: string; readonly address: string };
}

export interface ApprovalNeeded extends ApprovalView {
  /** Without a decision until then it counts as denied. */
  readonly until: Instant | undefined;
}

export interface ApprovalMade extends ApprovalView {
  readonly outcome: 'approved' | 'denied' | 'timed-out';
  /** Hostile text, as the reason. */
  readonly by: string | undefined;
  readonly justification: string | undefined;
}

/** What an owner is asked before an old credential is removed that is still in use. */
export interface RetirementQuestion {
  readonly applicationName: string;
  readonly applicationId: string | undefined;
  readonly environment: string;
  readonly kind: CredentialKind;
  readonly cause: PostponeCause;
  /** The last sign-in with it that is known of. */
  readonly oldUsedAt: Instant | undefined;
  /** When it is looked at again. */
  readonly until: Instant;
  /** When it goes in any case. */
  readonly latest: Instant;
  readonly ticket: string;
  readonly timeZone: string | undefined;
  readonly team: { readonly name: string; readonly address: string };
  readonly whyYou: string;
}

/** What an owner reads who is asked for a certificate. */
export interface CertificateMail {
  readonly applicationName: string;
  readonly applicationId: string | undefined;
  readonly environment: string;
  readonly link: string;
  readonly code: string;
  readonly notAfter: Instant;
  /** An earlier mail was answered by nothing. */
  readonly isReminder: boolean;
  readonly oldExpiresAt: Instant;
  /** How long a certificate may live; undefined: as long as one likes. */
  readonly longestLifetime: Duration | undefined;
  readonly ticket: string;
  readonly approvedBy: string;
  readonly timeZone: string | undefined;
  readonly team: { readonly name: string; readonly address: string };
  readonly whyYou: string;
}

/** A file on a request that will not do. Its name is hostile text. */
export interface RefusedCertificate {
  readonly fileName: string;
  readonly faults: readonly (CertificateFileFault | CertificateFault | { readonly code: 'UNREADABLE' })[];
}

/** What the team reads when no mail reached a recipient. */
export interface UndeliveredNote {
  readonly recipient: NamedPerson | undefined;
  /** Who gets a new secret now; undefined: nobody is left whom the request names. */
  readonly next: NamedPerson | undefined;
  readonly oldExpiresAt: Instant;
  /** Whether the link was to give a secret or to take a certificate. */
  readonly what: 'given' | 'asked';
}

/** What was asked and approved. */
interface ApprovedRequest {
  readonly renewalId: RenewalId;
  readonly credentialId: CredentialId;
  readonly applicationName: string;
  readonly revision: string;
  readonly approvedBy: string;
  readonly approvedAt: Instant;
  readonly decisionId: string;
  readonly oldKeyId: string;
}

/** What was done and can be looked up afterwards. There is no secret in it, nor a part of one. */
export interface ClosingEvidence extends ApprovedRequest {
  readonly newKeyId: string;
  readonly newExpiresAt: Instant;
  readonly attempt: number;
  readonly redeemedAt: Instant | undefined;
  readonly retiredAt: Instant;
  /** Why the old one could go, and who signed in with the two as far as that is known. */
  readonly retirement: RetirementEvidence | undefined;
}

/** People renewed it themselves, and that was seen. */
export interface HandEvidence extends ApprovedRequest {
  readonly by: Replacement;
}

/** A signing certificate went over to the next one, step by step. */
export interface RollOverEvidence extends ApprovedRequest {
  readonly rollOver: RollOver;
}

/** The next step of a roll-over, for the people on the ticket. */
export interface RollOverNote {
  readonly step: RollOverStep;
  readonly rollOver: RollOver;
  readonly renewalId: RenewalId;
  /** Hostile text. */
  readonly name: string;
  readonly kind: CredentialKind;
  readonly oldKeyId: string;
  /** The step waits for an approval of its own. */
  readonly needsApproval: boolean;
  readonly metadataUrl: string | undefined;
}

/** What a partner reads before another certificate is used, or when that does not happen after all. */
export interface PartnerMail {
  readonly applicationName: string;
  readonly applicationId: string | undefined;
  readonly environment: string;
  readonly kind: CredentialKind;
  readonly partner: string;
  readonly next: NextCertificate | undefined;
  readonly oldExpiresAt: Instant;
  readonly switchAt: Instant;
  /** Where the next certificate can be read. */
  readonly metadataUrl: string | undefined;
  readonly ticket: string;
  readonly team: { readonly name: string; readonly address: string };
  /** It was called off. */
  readonly isOff: boolean;
}

/** What a day brought in one tenant. */
export interface DailySummary {
  readonly tenantName: string;
  readonly environment: string;
  /** In UTC: 2026-11-21. */
  readonly day: string;
  readonly tally: DayTally;
  readonly stormCapHit: boolean;
}

/** One credential that someone asked to be silent about. Names and the reason are hostile text. */
export interface SilentCredential {
  readonly applicationName: string;
  readonly kind: CredentialKind;
  readonly environment: string;
  readonly silence: SilenceKind;
  /** It waits for another person's approval, so it silences nothing yet. */
  readonly isWaiting: boolean;
  readonly reason: string;
  readonly until: Instant;
}

/** One credential that has expired and that nobody needs. Names are hostile text. */
export interface RemovableCredential {
  readonly applicationName: string;
  readonly kind: CredentialKind;
  readonly credentialName: string | undefined;
  readonly environment: string;
  readonly expiredAt: Instant;
}

/** What the team reads once a week. */
export interface WeeklyList {
  readonly tenantName: string;
  readonly environment: string;
  readonly now: Instant;
  readonly silent: readonly SilentCredential[];
  readonly removable: readonly RemovableCredential[];
}

/** What people read, made from views. */
export interface Texts {
  ownerNotice(view: OwnerNotice): MailText;
  oneHourLink(view: OneHourLink): MailText;
  depositMail(view: DepositMail): MailText;
  mailCode(view: MailCodeMail): MailText;
  retirementQuestion(view: RetirementQuestion): MailText;
  approvalNeeded(view: ApprovalNeeded): MailText;
  approvalMade(view: ApprovalMade): MailText;
  certificateMail(view: CertificateMail): MailText;
  dailySummary(view: DailySummary): MailText;
  weeklyList(view: WeeklyList): MailText;
  requestInstructions(view: RequestInstructions): string;
  certificateRefused(view: RefusedCertificate): string;
  undeliveredNote(view: UndeliveredNote): string;
  versionNote(view: VersionNote): string;
  closingEvidence(view: ClosingEvidence): string;
  handEvidence(view: HandEvidence): string;
  rollOverEvidence(view: RollOverEvidence): string;
  rollOverNote(view: RollOverNote): string;
  partnerMail(view: PartnerMail): MailText;
  /** For the team: no mail reaches that partner. */
  partnerUnreached(name: string): string;
}
