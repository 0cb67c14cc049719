import type { Brand } from './brand.ts';
import { type Instant, toIso } from './time.ts';

/** SHA-256 of UTF-8 text. It comes in from outside, since the domain knows no platform. */
export type Digest = (text: string) => Uint8Array;

export type TenantId = Brand<string, 'TenantId'>;
export type SubjectId = Brand<string, 'SubjectId'>;
export type CredentialId = Brand<string, 'CredentialId'>;
/** One credential, one expiry, one renewal: the key of everything downstream. */
export type RenewalId = Brand<string, 'RenewalId'>;
/** One snooze, accepted risk or exception. */
export type SilenceId = Brand<string, 'SilenceId'>;
/** One override of who answers for something. */
export type OverrideId = Brand<string, 'OverrideId'>;
export type ScanId = Brand<string, 'ScanId'>;
/** One person's decision about one revision of a request, given to us. */
export type DecisionId = Brand<string, 'DecisionId'>;
export type ReportId = Brand<string, 'ReportId'>;
/** Federation metadata that is watched, by the name that was given to it. */
export type MetadataId = Brand<string, 'MetadataId'>;
export type EventId = Brand<string, 'EventId'>;
/** An OpenID provider with one set of credentials. */
export type ProviderId = Brand<string, 'ProviderId'>;
/** 16 random bytes as base64url: a public locator, not a secret. */
export type LinkId = Brand<string, 'LinkId'>;

export const ID_PATTERN = /^[a-z]{2}-[a-z2-7]{26}$/;
export const LINK_ID_PATTERN = /^[A-Za-z0-9_-]{22}$/;

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
/** Ten bits at a time: a scan makes ids by the hundred thousand. */
const PAIRS = Array.from({ length: 1024 }, (_, ten) => ALPHABET.charAt(ten >> 5) + ALPHABET.charAt(ten & 31));

/** The first 130 bits as 26 base32 characters (RFC 4648, lower case). */
const base32 = (bytes: Uint8Array): string => {
  let bits = 0;
  let value = 0;
  let text = '';
  for (const byte of bytes.subarray(0, 17)) {
    value = (value << 8) | byte;
    bits += 8;
    if (bits < 10) continue;
    bits -= 10;
    text += PAIRS[value >>> bits] ?? '';
    value &= (1 << bits) - 1;
  }
  return text;
};

/**
 * Short, because a MessageId holds 128 characters, ServiceNow's correlation id 100 and a table key no `/`. The parts are
 * joined as JSON, so that no two lists of parts run together into one text.
 */
const idOf = (digest: Digest, prefix: string, parts: readonly string[]): string =>
  `${prefix}-${base32(digest(JSON.stringify(parts)))}`;

/** A short stand-in for a long text: equal texts, equal fingerprints. */
export const fingerprint = (digest: Digest, text: string): string => base32(digest(text));

export const tenantId = (guid: string): TenantId => guid.toLowerCase() as TenantId;

export interface SubjectLongForm {
  readonly tenant: TenantId;
  readonly source: string;
  /** What the source calls it: an object id, or vault host and item. */
  readonly nativeId: string;
}
export const subjectId = (digest: Digest, s: SubjectLongForm): SubjectId =>
  idOf(digest, 'sb', [s.tenant, s.source, s.nativeId]) as SubjectId;

export const credentialId = (digest: Digest, subject: SubjectId, kind: string, keyId: string): CredentialId =>
  idOf(digest, 'cr', [subject, kind, keyId]) as CredentialId;

export const renewalId = (digest: Digest, credential: CredentialId, expiresAt: Instant): RenewalId =>
  idOf(digest, 'rn', [credential, toIso(expiresAt)]) as RenewalId;

/** The same wish of the same person, made at the same time, is the same silence: asking twice makes one. */
export const silenceId = (
  digest: Digest,
  credential: CredentialId,
  kind: string,
  author: string,
  startsAt: Instant,
): SilenceId => idOf(digest, 'sl', [credential, kind, author, toIso(startsAt)]) as SilenceId;

/** As with silences: the same word of the same person at the same time is one override. */
export const overrideId = (
  digest: Digest,
  tenant: TenantId,
  scope: string,
  author: string,
  setAt: Instant,
): OverrideId => idOf(digest, 'ov', [tenant, scope, author, toIso(setAt)]) as OverrideId;

export const scanId = (digest: Digest, tenant: TenantId, source: string, scheduledFor: Instant): ScanId =>
  idOf(digest, 'sc', [tenant, source, toIso(scheduledFor)]) as ScanId;

/** Names that differ in case only are one. */
export const metadataId = (digest: Digest, tenant: TenantId, name: string): MetadataId =>
  idOf(digest, 'fm', [tenant, name.toLowerCase()]) as MetadataId;

export const providerId = (
  digest: Digest,
  tenant: TenantId,
  { name, credentials }: { readonly name: string; readonly credentials: string },
): ProviderId => idOf(digest, 'op', [tenant, name.toLowerCase(), credentials.toLowerCase()]) as ProviderId;

/** One slice of a scan that is cut into several. */
export const sliceId = (digest: Digest, run: ScanId, index: number): ScanId =>
  idOf(digest, 'sc', [run, String(index)]) as ScanId;

/** One transition, one event id: `of` names the aggregate, `what` the transition within it. */
export const eventId = (digest: Digest, type: string, of: string, what: string): EventId =>
  idOf(digest, 'ev', [type, of, what]) as EventId;

/** One person decides once about one revision of one request: saying it twice is the same decision. */
export const decisionId = (digest: Digest, renewal: RenewalId, revision: string, by: string): DecisionId =>
  idOf(digest, 'dc', [renewal, revision, by]) as DecisionId;

/** One person, one report about one attempt, however often they say it. */
export const reportId = (digest: Digest, renewal: RenewalId, what: string, by: string): ReportId =>
  idOf(digest, 'rp', [renewal, what, by]) as ReportId;

/** A wake-up may be lost, so its id changes with every try: duplicates are dropped only within one. */
export const wakeId = (digest: Digest, step: string, of: string, attempt: string): EventId =>
  idOf(digest, 'wk', [step, of, attempt]) as EventId;

/** The row mappers and message parsers read ids back; the pattern is checked where they do. */
export const readId = <Id extends string>(text: string): Id => text as Id;
