import type { ActiveRenewal } from '../domain/renewal.ts';
import { ok, type Result } from '../domain/result.ts';
import type { PostponeCause } from '../domain/retirement.ts';
import { latestRetirement, type SignIns } from '../domain/retirement-evidence.ts';
import type { Policy } from '../domain/policy.ts';
import type { Tenant } from '../domain/tenant.ts';
import { type Instant, toIso } from '../domain/time.ts';
import type { Log } from '../ports/log.ts';
import type { Mailer } from '../ports/mailer.ts';
import type { ServiceDesk } from '../ports/service-desk.ts';
import type { Texts } from '../ports/texts.ts';
import { noteOnTicket } from './note-on-ticket.ts';
import type { Postponed } from './renewal-saga.ts';
import { recipientReason } from './request-text.ts';

export interface AskDeps {
  readonly desk: ServiceDesk;
  readonly mailer: Mailer;
  readonly texts: Texts;
  readonly log: Log;
  readonly policy: Policy;
  readonly tenants: readonly Tenant[];
  readonly timeZone: string | undefined;
  readonly team: { readonly name: string; readonly address: string };
}

interface Question {
  readonly cause: PostponeCause;
  readonly until: Instant;
}

/**
 * Asks whoever has the new one whether the old one may go: on the ticket, where the answer is given, and by mail. A mail that is
 * refused holds up nothing, since the ticket says the same.
 */
export const askAboutOld =
  (deps: AskDeps) =>
  async (
    at: Extract<ActiveRenewal, { state: 'redeemed' }>,
    { cause, until }: Question,
    signIns: SignIns,
  ): Promise<Result<undefined, Postponed>> => {
    const latest = latestRetirement(at, deps.policy.retirement);
    const noted = await noteOnTicket(deps, at, questionNote(cause, signIns, until, latest), 'requester');
    if (!noted.ok || at.recipient === undefined) return noted;
    const { person } = at.recipient;
    const sent = await deps.mailer.send({
      to: person.mail ?? person.userPrincipalName,
      reference: at.id,
      ...deps.texts.retirementQuestion({
        ...{ cause, until, latest, oldUsedAt: signIns.old },
        applicationName: at.of.name,
        applicationId: at.of.appId,
        environment: at.of.environment,
        kind: at.of.kind,
        ticket: at.ticket.number,
        timeZone: deps.tenants.find(({ id }) => id === at.of.tenant)?.timeZone ?? deps.timeZone,
        team: deps.team,
        whyYou: recipientReason(at.recipient, at.of.name),
      }),
    });
    if (sent.ok) return ok(undefined);
    if (sent.failure.code === 'UNAVAILABLE')
      return { ok: false, failure: { code: 'MAIL_UNAVAILABLE', detail: sent.failure.detail } };
    deps.log('RENEWAL_MAIL_REFUSED', { renewalId: at.id, detail: sent.failure.detail });
    return ok(undefined);
  };

const questionNote = (cause: PostponeCause, { old }: SignIns, until: Instant, latest: Instant): string => {
  const seen =
    cause === 'old-one-in-use' && old !== undefined
      ? `it is still in use: the last sign-in with it was on ${toIso(old)}`
      : 'no sign-in with the new one was seen yet';
  return [
    `The old credential was to be removed by now, and ${seen}. So it was not removed.`,
    'Please see to it that everything uses the new one. May the old one go? Then set the Old Secret Expiry Date of this request to the day on which it shall go; today means at once. To keep it longer, set a later day.',
    `Without an answer it is looked at again on ${toIso(until)}. On ${toIso(latest)} it goes in any case.`,
  ].join('\n');
};
