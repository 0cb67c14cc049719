import { LINK_LIFETIME, linkDueAt } from '../domain/link.ts';
import { isOfDomain } from '../domain/mail-code.ts';
import { referenceText } from '../domain/mail-reference.ts';
import { markerText } from '../domain/marker.ts';
import {
  active,
  type ActiveRenewal,
  type MadeCredential,
  type Recipient,
  type Renewal,
} from '../domain/renewal.ts';
import { retirementDate } from '../domain/retirement.ts';
import { ok } from '../domain/result.ts';
import type { Tenant } from '../domain/tenant.ts';
import { type Duration, type Instant, plus, toIso } from '../domain/time.ts';
import type { Stored } from '../ports/aggregates.ts';
import type { IssuedSecret } from '../ports/credential-issuer.ts';
import type { Links } from '../ports/links.ts';
import type { Mailer, MailFailure } from '../ports/mailer.ts';
import type { People } from '../ports/people.ts';
import type { Seal, Sealer } from '../ports/sealing.ts';
import type { StandingSilences } from '../ports/standing-silences.ts';
import type { ServiceDesk } from '../ports/service-desk.ts';
import type { Texts } from '../ports/texts.ts';
import { recipientReason } from './request-text.ts';
import { endUndelivered } from './end-undelivered.ts';
import { noteDelivery } from './note-delivery.ts';
import { type DepositDeps, depositSecret } from './deposit-secret.ts';
import { endOfNewSecret } from './end-of-new-secret.ts';
import { passOn } from './pass-on.ts';
import { type Postponed, renewalSaga } from './renewal-saga.ts';
import { boundTo, linkOf } from './sealed-link.ts';
import { removeMade, revokeLink } from './take-back.ts';

export interface AttemptDeps extends DepositDeps {
  readonly links: Links;
  readonly sealer: Sealer;
  readonly mailer: Mailer;
  readonly desk: ServiceDesk;
  readonly people: People;
  readonly texts: Texts;
  readonly tenants: readonly Tenant[];
  readonly linkBaseUrl: URL;
  /** Mail domains of people who have no account to sign in with. */
  readonly mailCodeDomains: readonly string[];
  /** The time zone of recipients whose tenant names none. */
  readonly timeZone: string | undefined;
  /** Whom recipients turn to. */
  readonly team: { readonly name: string; readonly address: string };
  readonly stepLease: Duration;
  readonly silences: StandingSilences;
  /** How long a new secret lives, unless it is made under an exception that ends before. */
  readonly secretLifetime: Duration;
  /** How long old and new stand side by side, at most. */
  readonly overlap: Duration;
}

type Issuing = Extract<ActiveRenewal, { state: 'issuing' }>;

/**
 * One attempt: make, seal, mail. All in one breath, because the value and the link's key exist nowhere but in this
 * function's memory; whatever fails on the way, what was made is taken back and the next attempt starts from nothing.
 */
export const issueAttempt = (deps: AttemptDeps) => {
  const saga = renewalSaga(deps);
  const delivered = noteDelivery(saga, deps.digest);
  const endOf = endOfNewSecret(deps);
  const undelivered = endUndelivered(deps);
  const pass = passOn(deps);
  const depositing = depositSecret(deps);

  /** What was made is not to live on. If it can't be removed now, the next attempt removes it by its marker. */
  const giveUp = async (
    stored: Stored<Renewal>,
    { linkId, attempt }: Pick<Issuing, 'linkId' | 'attempt'>,
    failure: Postponed,
  ): Promise<void> => {
    const now = deps.clock.now();
    const revoked = await revokeLink(deps, linkId, now);
    if (!revoked.ok && active(stored.state).state === 'issued') {
      // The mail left although we heard otherwise, and its recipient has the secret: that is as good as delivered.
      await delivered(stored, now);
      return;
    }
    const removed = await removeMade(deps, stored.state, attempt);
    const given = await saga.move(stored, { kind: 'give-up-attempt' });
    if (!given.ok) return; // someone took over; they clear up after us
    await saga.postpone(given.value, removed.ok ? failure : removed.failure);
  };

  /** Someone else moved this renewal on while we worked, so what we made is one too many. */
  const withdraw = async (at: Issuing, keyId: string): Promise<void> => {
    await revokeLink(deps, at.linkId, deps.clock.now());
    const removed = await deps.issuer.remove({ tenant: at.of.tenant, nativeId: at.of.nativeId }, keyId);
    if (!removed.ok) return; // it bears our marker, and the next scan finds it unclaimed
  };

  const mail = async (
    at: Issuing,
    made: MadeCredential,
    recipient: Recipient,
    linkKey: string,
    notAfter: Instant,
  ) =>
    deps.mailer.send({
      to: recipient.person.mail ?? recipient.person.userPrincipalName,
      reference: referenceText({ renewalId: at.id, linkId: at.linkId }),
      ...deps.texts.oneHourLink({
        applicationName: at.of.name,
        applicationId: at.of.appId,
        environment: at.of.environment,
        link: new URL(`/r/${at.linkId}#${linkKey}`, deps.linkBaseUrl).href,
        code: linkKey,
        notAfter,
        replacesFirst: at.attempt > 1,
        newExpiresAt: made.expiresAt,
        oldExpiresAt: at.of.expiresAt,
        retireAt: retirementDate(at.of.expiresAt, made.issuedAt, deps.overlap, at.tended.removeAt),
        ticket: at.ticket.number,
        approvedBy: at.approval.by.displayName,
        timeZone: deps.tenants.find(({ id }) => id === at.of.tenant)?.timeZone ?? deps.timeZone,
        team: deps.team,
        whyYou: recipientReason(recipient, at.of.name),
      }),
    });

  /** This mail will never be taken, so another one to the same address would not be either. */
  const refused = async (stored: Stored<Renewal>, at: Issuing, failure: MailFailure): Promise<void> => {
    const ended = await undelivered({ linkId: at.linkId, renewalId: at.id }, 'refused', failure.detail);
    if (ended === 'ended') return pass(stored);
    if (ended === 'over') return giveUp(stored, at, during('MAIL', failure)); // someone took over, or its hour passed
    await delivered(stored, deps.clock.now()); // it was taken after all, and its recipient has the secret
  };

  const deliver = async (
    stored: Stored<Renewal>,
    at: Issuing,
    made: MadeCredential,
    recipient: Recipient,
    linkKey: string,
    notAfter: Instant,
  ) => {
    // Once more, right before it leaves: whoever was disabled since the approval gets nothing.
    const now = await deps.people.find(at.of.tenant, recipient.person.objectId);
    if (!now.ok) return giveUp(stored, at, now.failure);
    if (now.value?.enabled !== true) return giveUp(stored, at, { code: 'RECIPIENT_DISABLED' });
    const sent = await mail(at, made, recipient, linkKey, notAfter);
    if (!sent.ok && sent.failure.code === 'REJECTED') return refused(stored, at, sent.failure);
    if (!sent.ok) return giveUp(stored, at, during('MAIL', sent.failure));
    const noted = await delivered(stored, notAfter);
    if (noted.ok) deps.log('STEP_DONE', { renewalId: at.id, step: 'issue-credential', attempt: at.attempt });
  };

  const seal = async (
    stored: Stored<Renewal>,
    at: Issuing,
    recipient: Recipient,
    sealValue: Seal,
    secret: IssuedSecret,
  ) => {
    const issuedAt = deps.clock.now();
    const notAfter = plus(issuedAt, LINK_LIFETIME);
    const sealed = sealValue(at.linkId, secret.value, boundTo(at, recipient, secret.keyId, notAfter));
    const byCode = isOfDomain(deps.mailCodeDomains, recipient.person.mail);
    const link = linkOf(at, recipient, secret.keyId, sealed, issuedAt, notAfter, byCode);
    const kept = await deps.links.commit(at.linkId, {
      expected: 'absent',
      state: link,
      dueAt: linkDueAt(link),
      messages: [],
    });
    if (!kept.ok) return withdraw(at, secret.keyId);
    const made: MadeCredential = {
      attempt: at.attempt,
      keyId: secret.keyId,
      expiresAt: secret.expiresAt,
      linkId: at.linkId,
      issuedAt,
    };
    const leaseUntil = plus(issuedAt, deps.stepLease);
    const issued = await saga.move(stored, { kind: 'seal', made, leaseUntil }, (next) => [
      saga.event('expiry-monitor.renewal.credential-issued.v1', next, {
        attempt: at.attempt,
        newKeyId: secret.keyId,
        newExpiresAt: toIso(secret.expiresAt),
      }),
    ]);
    if (!issued.ok) return withdraw(at, secret.keyId);
    await deliver(issued.value, at, made, recipient, sealed.linkKey, notAfter);
  };

  return async (stored: Stored<Renewal>): Promise<void> => {
    const at = active(stored.state);
    if (at.state !== 'issuing' || at.recipient === undefined) return;
    // This attempt is noted, so whoever is still at an earlier one fails at his next note; what he made goes first.
    const removed = await removeMade(deps, stored.state, at.attempt - 1);
    if (!removed.ok) return giveUp(stored, at, removed.failure);
    // Before there is a secret: an outage of the vault then costs none.
    const place = at.recipient.deposit;
    const sealValue = place === undefined ? await deps.sealer.ready() : ok(undefined);
    if (!sealValue.ok) return giveUp(stored, at, during('SEAL', sealValue.failure));
    const holder = { tenant: at.of.tenant, nativeId: at.of.nativeId };
    const now = deps.clock.now();
    const expiresAt = await endOf(at.of, plus(now, deps.secretLifetime), now);
    const secret = await deps.issuer.add(
      holder,
      markerText({ renewalId: at.id, attempt: at.attempt }),
      expiresAt,
    );
    if (!secret.ok) return giveUp(stored, at, during('ISSUE', secret.failure));
    if (sealValue.value !== undefined) return seal(stored, at, at.recipient, sealValue.value, secret.value);
    if (place === undefined) return;
    const put = await depositing.put(stored, at, place, secret.value);
    if (!put.ok) await giveUp(stored, at, put.failure);
  };
};

/** Which part of the attempt failed, and why. */
const during = (part: 'ISSUE' | 'SEAL' | 'MAIL', { code, detail }: Required<Postponed>): Postponed => ({
  code: `${part}_${code}`,
  detail,
});
