import { referenceText } from '../domain/mail-reference.ts';
import type { ActiveRenewal } from '../domain/renewal.ts';
import { retirementDate } from '../domain/retirement.ts';
import { ok, type Result } from '../domain/result.ts';
import type { Tenant } from '../domain/tenant.ts';
import type { Duration } from '../domain/time.ts';
import type { Log } from '../ports/log.ts';
import type { Mailer } from '../ports/mailer.ts';
import type { Texts } from '../ports/texts.ts';
import { recipientReason } from './request-text.ts';
import type { Postponed } from './renewal-saga.ts';

export interface TellDeps {
  readonly mailer: Mailer;
  readonly texts: Texts;
  readonly log: Log;
  readonly tenants: readonly Tenant[];
  readonly timeZone: string | undefined;
  readonly team: { readonly name: string; readonly address: string };
  readonly overlap: Duration;
}

type Delivered = Extract<ActiveRenewal, { state: 'delivered' }>;

/**
 * Tells the recipient in which vault the new secret is. The secret is where it belongs already, so a mail that is refused
 * holds up nothing: the ticket says the same.
 */
export const tellDeposit =
  ({ mailer, texts, log, tenants, timeZone, team, overlap }: TellDeps) =>
  async (at: Delivered): Promise<Result<undefined, Postponed>> => {
    const { deposited, issuedAt, expiresAt, linkId } = at.made;
    if (deposited === undefined || at.recipient === undefined) return ok(undefined);
    const { person } = at.recipient;
    const sent = await mailer.send({
      to: person.mail ?? person.userPrincipalName,
      reference: linkId === undefined ? at.id : referenceText({ renewalId: at.id, linkId }),
      ...texts.depositMail({
        applicationName: at.of.name,
        applicationId: at.of.appId,
        environment: at.of.environment,
        ...deposited,
        newExpiresAt: expiresAt,
        retireAt: retirementDate(at.of.expiresAt, issuedAt, overlap),
        ticket: at.ticket.number,
        approvedBy: at.approval.by.displayName,
        timeZone: tenants.find(({ id }) => id === at.of.tenant)?.timeZone ?? timeZone,
        team,
        whyYou: recipientReason(at.recipient, at.of.name),
      }),
    });
    if (sent.ok) return ok(undefined);
    if (sent.failure.code === 'UNAVAILABLE')
      return { ok: false, failure: { code: 'MAIL_UNAVAILABLE', detail: sent.failure.detail } };
    log('DEPOSIT_MAIL_REFUSED', { renewalId: at.id, detail: sent.failure.detail });
    return ok(undefined);
  };
