import type { WantedCertificate } from '../domain/handed-certificate.ts';
import { type Link, linkDueAt } from '../domain/link.ts';
import { isOfDomain } from '../domain/mail-code.ts';
import { referenceText } from '../domain/mail-reference.ts';
import { active, type ActiveRenewal, type Recipient, type Renewal } from '../domain/renewal.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import type { Tenant } from '../domain/tenant.ts';
import { type Duration, earlier, type Instant, minutes, plus, toIso } from '../domain/time.ts';
import type { Stored } from '../ports/aggregates.ts';
import type { Links } from '../ports/links.ts';
import type { Mailer } from '../ports/mailer.ts';
import type { People } from '../ports/people.ts';
import type { Random } from '../ports/random.ts';
import type { LinkKey, Sealer } from '../ports/sealing.ts';
import type { Texts } from '../ports/texts.ts';
import { endUndelivered } from './end-undelivered.ts';
import { type Postponed, renewalSaga, type SagaDeps } from './renewal-saga.ts';
import { recipientReason } from './request-text.ts';
import { endOpenLink, revokeLink } from './take-back.ts';

export interface InviteDeps extends SagaDeps {
  readonly links: Links;
  readonly sealer: Pick<Sealer, 'keyOf'>;
  readonly mailer: Mailer;
  readonly people: People;
  readonly texts: Texts;
  readonly random: Random;
  readonly tenants: readonly Tenant[];
  readonly linkBaseUrl: URL;
  readonly mailCodeDomains: readonly string[];
  readonly timeZone: string | undefined;
  readonly team: { readonly name: string; readonly address: string };
  readonly stepLease: Duration;
  /** So long a link for handing in works; then its owner is reminded with another one. */
  readonly certificateReminder: Duration;
  /** So long a certificate is waited for in all. */
  readonly certificateWait: Duration;
}

type Awaiting = Extract<ActiveRenewal, { state: 'awaiting-certificate' }>;

/** How often it is looked whether a file came: a desk says nothing of new files by itself. */
export const LOOK_EVERY = minutes(15);

/**
 * Asks the owner for a certificate, by a mail with a link to hand it in.
 *
 * Invariant: one link at a time takes something. It is noted before it is made, and the one before ends first; a link whose
 * mail is not known to have left ends, and its owner gets another.
 */
export const inviteOwner = (deps: InviteDeps) => {
  const saga = renewalSaga(deps);
  const undelivered = endUndelivered(deps);

  const linkOf = (
    at: Awaiting,
    recipient: Recipient,
    takes: WantedCertificate,
    { verifier }: LinkKey,
    issuedAt: Instant,
  ): Link | undefined =>
    at.linkId && {
      state: 'issued',
      id: at.linkId,
      renewalId: at.id,
      attempt: at.attempt,
      of: at.of,
      ticket: at.ticket.number,
      keyId: at.of.keyId,
      recipient: recipient.person,
      issuedAt,
      notAfter: earlier(plus(issuedAt, deps.certificateReminder), plus(at.since, deps.certificateWait)),
      verifier,
      wrongProofs: 0,
      reports: [],
      sealed: undefined,
      takes,
      ...(isOfDomain(deps.mailCodeDomains, recipient.person.mail) && {
        codes: { asked: 0, current: undefined },
      }),
    };

  const mail = (at: Awaiting, link: Link, recipient: Recipient, linkKey: string) =>
    deps.mailer.send({
      to: recipient.person.mail ?? recipient.person.userPrincipalName,
      reference: referenceText({ renewalId: at.id, linkId: link.id }),
      ...deps.texts.certificateMail({
        applicationName: at.of.name,
        applicationId: at.of.appId,
        environment: at.of.environment,
        link: new URL(`/r/${link.id}#${linkKey}`, deps.linkBaseUrl).href,
        code: linkKey,
        notAfter: link.notAfter,
        isReminder: at.attempt > 1,
        oldExpiresAt: at.of.expiresAt,
        longestLifetime: link.takes?.longestLifetime,
        ticket: at.ticket.number,
        approvedBy: at.approval.by.displayName,
        timeZone: deps.tenants.find(({ id }) => id === at.of.tenant)?.timeZone ?? deps.timeZone,
        team: deps.team,
        whyYou: recipientReason(recipient, at.of.name),
      }),
    });

  /** The person as the directory knows them now: whoever was disabled since the approval is not asked. */
  const isThere = async (at: Awaiting, { person }: Recipient): Promise<Result<undefined, Postponed>> => {
    const found = await deps.people.find(at.of.tenant, person.objectId);
    if (!found.ok) return found;
    return found.value?.enabled === true ? ok(undefined) : fail({ code: 'RECIPIENT_DISABLED' });
  };

  return async (
    stored: Stored<Renewal>,
    recipient: Recipient,
    answered: readonly string[],
    takes: WantedCertificate,
  ): Promise<void> => {
    const now = deps.clock.now();
    const before = active(stored.state);
    if (before.state !== 'awaiting-certificate') return;
    const there = await isThere(before, recipient);
    if (!there.ok) return saga.postpone(stored, there.failure);
    if (!(await endOpenLink(deps, before.linkId, now))) return; // it was used meanwhile
    const leaseUntil = plus(now, deps.stepLease);
    const noted = await saga.move(stored, { kind: 'invite', linkId: deps.random.linkId(), leaseUntil, now });
    const at = noted.ok ? active(noted.value.state) : undefined;
    if (!noted.ok || at?.state !== 'awaiting-certificate' || at.linkId === undefined) return;

    const key = deps.sealer.keyOf(at.linkId);
    const link = linkOf(at, recipient, takes, key, now);
    if (link === undefined) return;
    const kept = await deps.links.commit(link.id, {
      expected: 'absent',
      state: link,
      dueAt: linkDueAt(link),
      messages: [],
    });
    if (!kept.ok) return; // another delivery of the same message is at it
    const sent = await mail(at, link, recipient, key.linkKey);
    if (!sent.ok) {
      const refused = sent.failure.code === 'REJECTED';
      if (refused) await undelivered({ linkId: link.id, renewalId: at.id }, 'refused', sent.failure.detail);
      else await revokeLink(deps, link.id, deps.clock.now());
      const failure = { code: `MAIL_${sent.failure.code}`, detail: sent.failure.detail };
      return saga.postpone(noted.value, failure, stored);
    }
    const askedAt = deps.clock.now();
    const nextLookAt = earlier(plus(askedAt, LOOK_EVERY), link.notAfter);
    const asked = await saga.move(
      noted.value,
      { kind: 'await-certificate', askedAt, nextLookAt, answered, now: askedAt },
      (next) => [
        saga.event('expiry-monitor.renewal.link-sent.v1', next, {
          attempt: link.attempt,
          notAfter: toIso(link.notAfter),
          recipient: { tenantId: recipient.person.tenant, objectId: recipient.person.objectId },
        }),
      ],
    );
    if (asked.ok) deps.log('CERTIFICATE_ASKED', { renewalId: at.id, attempt: at.attempt });
  };
};
