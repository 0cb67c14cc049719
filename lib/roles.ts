import type { Role } from './config.ts';
import type { EnvironmentNames } from './domain/adoption.ts';
import type { ArmingKey } from './domain/arming.ts';
import type { DepositRule } from './domain/deposit.ts';
import type { ApprovalRule } from './domain/approval-stages.ts';
import type { Digest } from './domain/ids.ts';
import type { Policy } from './domain/policy.ts';
import type { Reauthentication } from './domain/session.ts';
import type { Tenant } from './domain/tenant.ts';
import type { Duration } from './domain/time.ts';
import type { HashBytes } from './domain/merkle.ts';
import type { ApplicationCertificates } from './ports/application-certificates.ts';
import type { AuditTrail } from './ports/audit-trail.ts';
import type { CertificateReader } from './ports/certificate-reader.ts';
import type { CheckpointArchive } from './ports/checkpoint-archive.ts';
import type { CheckpointSigner } from './ports/checkpoint-signer.ts';
import type { Callers } from './ports/callers.ts';
import type { Clock } from './ports/clock.ts';
import type { CodeMaker } from './ports/code-maker.ts';
import type { CredentialIssuer } from './ports/credential-issuer.ts';
import type { CredentialSource } from './ports/credential-source.ts';
import type { DeclaredItems } from './ports/declared-items.ts';
import type { DeclaredList } from './ports/declared-list.ts';
import type { Depository } from './ports/depository.ts';
import type { Decisions } from './ports/decisions.ts';
import type { DeskAttachments } from './ports/desk-attachments.ts';
import type { DeskRequests } from './ports/desk-requests.ts';
import type { Directory } from './ports/directory.ts';
import type { Incidents } from './ports/incidents.ts';
import type { LastScans } from './ports/last-scans.ts';
import type { LastUse } from './ports/last-use.ts';
import type { Expired } from './ports/expired.ts';
import type { Links } from './ports/links.ts';
import type { Log } from './ports/log.ts';
import type { MailEvents } from './ports/mail-events.ts';
import type { Mailer } from './ports/mailer.ts';
import type { Overrides } from './ports/overrides.ts';
import type { OpenIdProviders } from './ports/openid-providers.ts';
import type { PendingSignIns } from './ports/pending-sign-ins.ts';
import type { People } from './ports/people.ts';
import type { MetadataReader } from './ports/metadata-reader.ts';
import type { MetadataStore } from './ports/kept-metadata.ts';
import type { Probe } from './ports/probe.ts';
import type { Random } from './ports/random.ts';
import type { RateLimits } from './ports/rate-limits.ts';
import type { Renewals } from './ports/renewals.ts';
import type { RenewalSketches } from './ports/renewal-sketches.ts';
import type { Scans } from './ports/scans.ts';
import type { SeenSubjects } from './ports/seen-subjects.ts';
import type { Opener, Sealer } from './ports/sealing.ts';
import type { ServiceDesk } from './ports/service-desk.ts';
import type { SigningCertificates } from './ports/signing-certificates.ts';
import type { Silences } from './ports/silences.ts';
import type { SignedReader } from './ports/signed-reader.ts';
import type { Sessions } from './ports/sessions.ts';
import type { SignIn } from './ports/sign-in.ts';
import type { StandingOverrides } from './ports/standing-overrides.ts';
import type { StandingSilences } from './ports/standing-silences.ts';
import type { Subjects } from './ports/subjects.ts';
import type { Summaries } from './ports/summaries.ts';
import type { Texts } from './ports/texts.ts';
import type { VaultVersions } from './ports/vault-versions.ts';
import type { Sending } from './use-cases/send-pending.ts';

/** What every role has. */
export interface CommonDeps extends Sending {
  readonly role: Role;
  readonly digest: Digest;
  readonly clock: Clock;
  readonly log: Log;
  readonly tenants: readonly Tenant[];
  readonly policy: Policy;
  readonly stepLease: Duration;
  readonly firstRetry: Duration;
  /** What this role depends on, each with a way to ask whether it answers. */
  readonly probes: readonly Probe[];
}

export interface WatchDeps extends CommonDeps {
  readonly callers: Callers;
  /** How recently whoever approves must have signed in. */
  readonly approveReauthentication: Reauthentication;
  readonly subjects: Subjects;
  readonly scans: Scans;
  readonly lastScans: LastScans;
  readonly seen: SeenSubjects;
  /** After this long a scan reads everything again. */
  readonly fullScanEvery: Duration;
  /** By more than this part, in percent, no count may shrink at once. */
  readonly shrinkLimit: number;
  readonly heartbeatWithin: Duration;
  readonly directory: Directory;
  readonly silences: Silences;
  readonly decisions: Decisions;
  readonly overrides: Overrides;
  readonly metadata: MetadataStore;
  readonly metadataReader: MetadataReader;
  readonly providers: OpenIdProviders;
  readonly summaries: Summaries;
  /** Read only: whether a renewal is under way. */
  readonly renewals: Renewals;
  readonly sketches: RenewalSketches;
  readonly declared: DeclaredItems;
  /** Lists of declared items that people keep elsewhere. */
  readonly writtenLists: readonly DeclaredList[];
  readonly sources: readonly CredentialSource[];
  readonly people: People;
  readonly lastUse: LastUse;
  readonly mailer: Mailer;
  readonly texts: Texts;
  readonly mode: 'observe' | 'act';
  readonly stormCap: number;
  readonly targets: readonly ArmingKey[];
  readonly putUpBudget: number;
  readonly teamMailbox: string | undefined;
  readonly securityContact: string | undefined;
}

export interface RenewDeps extends CommonDeps {
  /** Read only: the facts of what is renewed. */
  readonly subjects: Subjects;
  readonly renewals: Renewals;
  /** Read only: exceptions, with which a new secret ends. */
  readonly silences: StandingSilences;
  /** Read only: who answers for something by somebody's word. */
  readonly overrides: StandingOverrides;
  readonly links: Links;
  readonly people: People;
  readonly issuer: CredentialIssuer;
  readonly certificates: ApplicationCertificates;
  readonly reader: CertificateReader;
  /** So long a link for handing in works; then its owner is reminded with another one. */
  readonly certificateReminder: Duration;
  /** So long a certificate is waited for in all. */
  readonly certificateWait: Duration;
  readonly signing: SigningCertificates;
  /** Where a relying party reads what its application is signed with; undefined where that is not known. */
  metadataUrl(tenant: string, appId: string | undefined): string | undefined;
  readonly lastUse: LastUse;
  readonly depository: Depository;
  readonly deposits: readonly DepositRule[];
  readonly vaultVersions: VaultVersions;
  /** Host names of the vaults in which we make new versions. */
  readonly versionVaults: readonly string[];
  readonly codes: CodeMaker;
  readonly mailCodeDomains: readonly string[];
  readonly desk: ServiceDesk;
  /** Read only: what people decided by our API. */
  readonly decisions: Decisions;
  readonly approvalRule: ApprovalRule;
  readonly incidents: Incidents;
  readonly deskRequests: DeskRequests;
  readonly attachments: DeskAttachments;
  readonly signedReader: SignedReader;
  readonly mailer: Mailer;
  readonly texts: Texts;
  readonly sealer: Sealer;
  /** The record, to be signed and checked. */
  readonly trail: AuditTrail;
  readonly signer: CheckpointSigner;
  readonly archive: CheckpointArchive | undefined;
  readonly hash: HashBytes;
  readonly random: Random;
  readonly linkBaseUrl: URL;
  /** After so many failures in a row the desk gets an incident. */
  readonly incidentAfter: number;
  /** What the form at the desk calls environments, where that differs. */
  readonly environmentNames: EnvironmentNames;
  readonly overlap: Duration;
  readonly secretLifetime: Duration;
  readonly teamMailbox: string | undefined;
  /** The time zone of recipients whose tenant names none. */
  readonly timeZone: string | undefined;
  /** Whom recipients turn to. */
  readonly team: { readonly name: string; readonly address: string };
}

type ServedFile<Content extends string> = Readonly<Record<Content, string>> & {
  readonly headers: Readonly<Record<string, string>>;
};

export interface LinkDeps extends CommonDeps {
  readonly links: Links;
  readonly opener: Opener;
  readonly reader: CertificateReader;
  readonly sessions: Sessions;
  readonly pendingSignIns: PendingSignIns;
  readonly limits: RateLimits;
  readonly expired: Expired;
  readonly signIn: SignIn;
  readonly codes: CodeMaker;
  /** Whether the page offers codes by mail to those who can not sign in. */
  readonly offersMailCodes: boolean;
  readonly guests: 'refuse' | 'allow';
  readonly reauthentication: Reauthentication;
  /** Our own address, which requests of the page come from. */
  readonly linkBaseUrl: URL;
  /** Whom a recipient can turn to. */
  readonly team: { readonly name: string; readonly address: string };
  /** One document for all links, with the headers that guard it, and the files that it loads, by path. */
  readonly linkPage: ServedFile<'html'> & { readonly assets: ReadonlyMap<string, ServedFile<'body'>> };
  readonly handInPage: ServedFile<'html'> & { readonly assets: ReadonlyMap<string, ServedFile<'body'>> };
  /** Undefined: nobody tells us what becomes of mails. */
  readonly mailEvents: MailEvents | undefined;
  /** Whether a webhook comes from the service desk, and just now. */
  isSignedHook(hook: {
    readonly timestamp: string | undefined;
    readonly signature: string | undefined;
    readonly body: string;
  }): boolean;
}

/** The parts of each role; those that this app does not play are absent, so nothing of theirs can be reached. */
export interface Wired {
  readonly common: CommonDeps;
  readonly watch: WatchDeps | undefined;
  readonly renew: RenewDeps | undefined;
  readonly link: LinkDeps | undefined;
}
