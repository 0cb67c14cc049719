import type { HandedCertificate } from '../../lib/domain/handed-certificate.ts';
import { sha256 } from '../../lib/adapters/system/sha256.ts';
import type { Approval } from '../../lib/domain/approval.ts';
import type { Credential, Subject } from '../../lib/domain/credential.ts';
import {
  type CredentialId,
  credentialId,
  type LinkId,
  readId,
  type RenewalId,
  renewalId,
  silenceId,
  subjectId,
  tenantId,
} from '../../lib/domain/ids.ts';
import { bindingText } from '../../lib/domain/link-binding.ts';
import { type Link, LINK_LIFETIME } from '../../lib/domain/link.ts';
import { objectId, type Person } from '../../lib/domain/person.ts';
import { advance } from '../../lib/domain/renewal-advance.ts';
import {
  type ActiveRenewal,
  type MadeCredential,
  newRenewal,
  type Renewal,
  type RenewalCommand,
  type RenewalSubject,
} from '../../lib/domain/renewal.ts';
import type { PublicCertificate } from '../../lib/domain/public-certificate.ts';
import type { Silence } from '../../lib/domain/silence.ts';
import { newRollOver, type RollOver } from '../../lib/domain/roll-over.ts';
import { DEFAULT_ROLL_OVER, planOf } from '../../lib/domain/roll-over-plan.ts';
import { UNTENDED } from '../../lib/domain/tended.ts';
import { days, hours, type Instant, instantOfMs, minus, minutes, plus } from '../../lib/domain/time.ts';

/** Midday in a working week, far from every edge of a day, month or year. */
export const NOW = instantOfMs(Date.UTC(2026, 10, 18, 12));
const TENANT = tenantId('7d0c4c3e-52a6-4b53-9e07-0f2a7f1d9b11');
const OBJECT = '0b7e0d52-6f0c-4f7a-8a1e-3c1d8a0e55f0';
const SUBJECT_ID = subjectId(sha256, { tenant: TENANT, source: 'entra-applications', nativeId: OBJECT });

const guidOf = (name: string): string =>
  Buffer.from(sha256(name))
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');

const idOfCredential = (keyId: string): CredentialId =>
  credentialId(sha256, SUBJECT_ID, 'client-secret', keyId);

/** A certificate of a year less a day, made yesterday, that an application may use. */
export const aCertificate = (said: Partial<PublicCertificate> = {}): PublicCertificate => ({
  der: 'MIIB',
  subject: 'CN=billing-api',
  issuer: 'CN=billing-api',
  serialNumber: '0A',
  startsAt: minus(NOW, days(1)),
  expiresAt: plus(NOW, days(363)),
  thumbprint: 'A1B2C3D4E5F60718293A4B5C6D7E8F9001020304',
  publicKey: 'MIIB',
  key: { kind: 'rsa', bits: 2048 },
  signatureHash: 'sha256',
  ...said,
});

/** A client secret of a year, with twenty days left. */
export const aCredential = (said: Partial<Credential> = {}): Credential => {
  const keyId = said.keyId ?? guidOf('a key');
  return {
    id: idOfCredential(keyId),
    kind: 'client-secret',
    keyId,
    name: 'ci secret',
    startsAt: minus(NOW, days(345)),
    expiresAt: plus(NOW, days(20)),
    thumbprint: undefined,
    hint: 'aB3',
    enabled: true,
    renewsItself: false,
    managedBy: undefined,
    ...said,
  };
};

/** An application of the LIVE tenant that holds one secret. */
export const aSubject = (said: Partial<Subject> = {}): Subject => ({
  id: SUBJECT_ID,
  tenant: TENANT,
  environment: 'LIVE',
  source: 'entra-applications',
  kind: 'application',
  nativeId: OBJECT,
  appId: guidOf('an application'),
  name: 'payroll-sync',
  labels: [],
  ownerHints: { serviceManagementReference: undefined, ownerTag: undefined },
  enabled: true,
  credentials: [aCredential()],
  ...said,
});

/** A week of silence about the built credential, approved where it has to be. It began yesterday. */
export const aSilence = (said: Partial<Silence> = {}): Silence => {
  const kind = said.kind ?? 'snooze';
  const startsAt = said.startsAt ?? minus(NOW, days(1));
  const author = aPerson('Otto');
  return {
    id: silenceId(sha256, idOfCredential(guidOf('a key')), kind, author.objectId, startsAt),
    kind,
    tenant: TENANT,
    subjectId: SUBJECT_ID,
    credentialId: idOfCredential(guidOf('a key')),
    reason: 'It is switched off next week.',
    author: { tenant: author.tenant, objectId: author.objectId },
    approver: kind === 'snooze' ? undefined : { tenant: TENANT, objectId: aPerson('Ada').objectId },
    startsAt,
    until: plus(NOW, days(7)),
    about: { expiresAt: plus(NOW, days(20)), owners: 'the owners', severity: 'critical' },
    ...said,
  };
};

/** Somebody of the tenant, told apart by name. */
export const aPerson = (displayName: string, said: Partial<Person> = {}): Person => ({
  tenant: TENANT,
  objectId: objectId(guidOf(displayName)),
  displayName,
  mail: `${displayName.toLowerCase()}@northwind.example`,
  userPrincipalName: `${displayName.toLowerCase()}@northwind.example`,
  enabled: true,
  ...said,
});

const LINK_ID = readId<LinkId>('AAECAwQFBgcICQoLDA0ODw');
const RENEWAL_ID: RenewalId = renewalId(sha256, idOfCredential('old'), plus(NOW, days(20)));

const of: RenewalSubject = {
  tenant: TENANT,
  environment: 'LIVE',
  subjectId: SUBJECT_ID,
  source: 'entra-applications',
  subjectKind: 'application',
  nativeId: OBJECT,
  appId: guidOf('an application'),
  ownerTeam: undefined,
  name: 'payroll-sync',
  credentialId: idOfCredential('old'),
  kind: 'client-secret',
  keyId: 'old',
  expiresAt: plus(NOW, days(20)),
};

const BOUND_TO = bindingText({
  linkId: LINK_ID,
  tenant: TENANT,
  recipient: aPerson('Olive').objectId,
  application: OBJECT,
  keyId: 'new-1',
  notAfter: plus(NOW, LINK_LIFETIME),
});

/** A link that was issued just now and waits for its recipient. */
export const aLink = (said: Partial<Extract<Link, { state: 'issued' }>> = {}): Link => ({
  state: 'issued',
  id: LINK_ID,
  renewalId: RENEWAL_ID,
  attempt: 1,
  of,
  ticket: 'RITM0010023',
  keyId: 'new-1',
  recipient: aPerson('Olive'),
  issuedAt: NOW,
  notAfter: plus(NOW, LINK_LIFETIME),
  verifier: 'v',
  wrongProofs: 0,
  reports: [],
  sealed: { ciphertext: 'c', iv: 'i', wrappedShare: 's', wrapKeyId: 'k', boundTo: BOUND_TO },
  ...said,
});

/** An approval of what the built renewals ask. */
export const anApproval = (said: Partial<Approval> = {}): Approval => ({
  id: 'decision-1',
  outcome: 'approved',
  decidedAt: NOW,
  justification: 'Still needed.',
  revision: 'rv-1',
  by: aPerson('Ada'),
  ...said,
});

const aMade = (attempt: number): MadeCredential => ({
  attempt,
  keyId: `new-${attempt}`,
  expiresAt: plus(NOW, days(180)),
  linkId: LINK_ID,
  issuedAt: NOW,
});

/** A certificate that an owner handed in. */
export const HANDED: HandedCertificate = {
  der: 'MIIB',
  thumbprint: 'AB'.repeat(20),
  startsAt: NOW,
  expiresAt: plus(NOW, days(365)),
};
/** A roll-over that has just begun, of a certificate with twenty days left. */
export const aRollOver = (said: Partial<RollOver> = {}): RollOver => ({
  ...newRollOver(
    'us',
    planOf(DEFAULT_ROLL_OVER, plus(NOW, days(20)), NOW, { switchAt: undefined, removeAt: undefined }),
    0,
    NOW,
  ),
  ...said,
});

export type CommandKind = RenewalCommand['kind'];

/** Of each command one, as it is given at `now` in the normal course of things. */
export const commandsAt = (now: Instant, attempt = 1): Readonly<Record<CommandKind, RenewalCommand>> => ({
  'take-lease': {
    kind: 'take-lease',
    leaseUntil: plus(now, minutes(5)),
    now,
    recipient: { person: aPerson('Olive'), reason: 'application-owner', deputies: [aPerson('Dora')] },
    revision: 'rv-1',
  },
  open: { kind: 'open', ticket: { id: 'sys', number: 'RITM0010023' }, nextLookAt: plus(now, hours(6)) },
  'look-later': { kind: 'look-later', nextLookAt: plus(now, hours(6)) },
  approve: { kind: 'approve', approval: anApproval() },
  deny: { kind: 'deny', decision: anApproval({ outcome: 'denied' }), by: aPerson('Ada') },
  'hand-over': { kind: 'hand-over' },
  'ask-certificate': { kind: 'ask-certificate', now },
  invite: { kind: 'invite', linkId: LINK_ID, leaseUntil: plus(now, minutes(5)), now },
  'await-certificate': {
    kind: 'await-certificate',
    askedAt: now,
    nextLookAt: plus(now, minutes(15)),
    answered: ['file-1'],
    now,
  },
  'accept-certificate': {
    kind: 'accept-certificate',
    certificate: HANDED,
    keyId: 'new-certificate',
    answered: ['file-1', 'file-2'],
    now,
  },
  'begin-placing': { kind: 'begin-placing', leaseUntil: plus(now, minutes(5)), now },
  'place-certificate': { kind: 'place-certificate', retireAt: plus(now, days(14)), now },
  'decline-certificate': { kind: 'decline-certificate', now },
  'begin-roll-over': { kind: 'begin-roll-over', rollOver: aRollOver() },
  'roll-over': {
    kind: 'roll-over',
    does: { kind: 'begin-add', leaseUntil: plus(now, minutes(5)), now },
  },
  'begin-version': { kind: 'begin-version', now },
  'lease-version': { kind: 'lease-version', leaseUntil: plus(now, minutes(5)), now },
  'note-version': {
    kind: 'note-version',
    version: { requestId: 'request-1', told: ['csr:request-1'], looks: 1, refusals: 0 },
    nextLookAt: plus(now, hours(1)),
    now,
  },
  grant: { kind: 'grant', decisionId: 'decision-1', askedAt: now },
  'void-approval': {
    kind: 'void-approval',
    refused: [{ decisionId: 'decision-1', reason: 'APPROVER_DISABLED' }],
    nextLookAt: now,
  },
  refuse: { kind: 'refuse', refused: { decisionId: 'decision-0', reason: 'OTHER_REVISION' } },
  'begin-attempt': { kind: 'begin-attempt', linkId: LINK_ID, leaseUntil: plus(now, minutes(5)), now },
  seal: { kind: 'seal', made: aMade(attempt), leaseUntil: plus(now, minutes(5)) },
  deposit: {
    kind: 'deposit',
    made: {
      ...aMade(attempt),
      deposited: { vault: 'https://apps.vault.example', secret: 'payroll', version: 'v1' },
    },
  },
  'give-up-attempt': { kind: 'give-up-attempt' },
  deliver: { kind: 'deliver', linkNotAfter: plus(now, hours(1)) },
  redeem: { kind: 'redeem', redeemedAt: now, retireAt: plus(now, days(14)) },
  'expire-link': { kind: 'expire-link', now },
  'pass-on': { kind: 'pass-on' },
  'take-back': { kind: 'take-back', because: 'exposed', now },
  revoke: { kind: 'revoke', now },
  're-issue': { kind: 're-issue', now },
  retire: { kind: 'retire', now },
  'postpone-retirement': {
    kind: 'postpone-retirement',
    cause: 'old-one-in-use',
    until: plus(now, days(3)),
    now,
  },
  close: { kind: 'close', now },
  prove: { kind: 'prove', by: { keyId: 'theirs', expiresAt: plus(now, days(365)), seenAt: now } },
  cancel: {
    kind: 'cancel',
    because: { cause: 'renewed-by-others', keyId: 'theirs', by: undefined },
    now,
  },
  end: { kind: 'end', now },
  'ask-anew': { kind: 'ask-anew', now },
  adopt: {
    kind: 'adopt',
    ticket: { id: 'theirs', number: 'RITM0010099' },
    recipient: { person: aPerson('Olive'), reason: 'application-owner', deputies: [] },
    revision: 'rv-9',
    nextLookAt: plus(now, hours(6)),
    confirmAfter: undefined,
    now,
  },
  tend: { kind: 'tend', tended: { ...UNTENDED, nextAt: plus(now, hours(6)), stage: 'urgent' } },
  postpone: { kind: 'postpone', failure: 'UNAVAILABLE', now, nextTryAt: plus(now, minutes(1)) },
});

const toApproved = ['take-lease', 'open', 'approve'] as const;
const toDelivered = [...toApproved, 'begin-attempt', 'seal', 'deliver'] as const;

/** How a renewal comes to each of its states. */
const PATHS: Readonly<Record<ActiveRenewal['state'], readonly CommandKind[]>> = {
  requesting: ['take-lease'],
  requested: ['take-lease', 'open'],
  approved: toApproved,
  denied: ['take-lease', 'open', 'deny'],
  'by-hand': [...toApproved, 'hand-over'],
  'awaiting-certificate': [...toApproved, 'ask-certificate'],
  'placing-certificate': [...toApproved, 'ask-certificate', 'accept-certificate'],
  'rolling-over': [...toApproved, 'begin-roll-over'],
  'renewing-version': [...toApproved, 'begin-version'],
  issuing: [...toApproved, 'begin-attempt'],
  issued: [...toApproved, 'begin-attempt', 'seal'],
  delivered: toDelivered,
  redeemed: [...toDelivered, 'redeem'],
  retired: [...toDelivered, 'redeem', 'retire'],
  closed: [...toDelivered, 'redeem', 'retire', 'close'],
  'link-expired': [...toDelivered, 'expire-link'],
  'taking-back': [...toDelivered, 'take-back'],
  revoked: [...toDelivered, 'take-back', 'revoke'],
  replaced: [...toApproved, 'hand-over', 'prove'],
  'closed-by-hand': [...toApproved, 'hand-over', 'prove', 'close'],
  cancelling: ['take-lease', 'open', 'cancel'],
  cancelled: ['take-lease', 'open', 'cancel', 'end'],
};

export const STATES = Object.keys(PATHS) as readonly ActiveRenewal['state'][];

/** A renewal that has just been made, and nobody is at it. */
export const aNewRenewal = (): ActiveRenewal => newRenewal(RENEWAL_ID, of, undefined, 'rv-0', NOW);

/** A renewal in this state, as `advance` brings it there; all within NOW, but for a removal on its day. */
export const aRenewal = <State extends ActiveRenewal['state']>(
  state: State,
): Extract<ActiveRenewal, { state: State }> => {
  let renewal: Renewal = aNewRenewal();
  for (const kind of PATHS[state]) {
    const moved = advance(renewal, commandsAt(kind === 'retire' ? plus(NOW, days(14)) : NOW)[kind]);
    if (!moved.ok) throw new Error(`${kind} was refused: ${moved.failure}`);
    renewal = moved.value;
  }
  if (renewal.state !== state) throw new Error(`The path to ${state} ends at ${renewal.state}.`);
  return renewal as Extract<ActiveRenewal, { state: State }>;
};
