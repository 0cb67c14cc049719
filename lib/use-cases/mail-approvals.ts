import { type ApprovalMail, approvalMailsOwed } from '../domain/approval-mails.ts';
import type { ApprovalRule } from '../domain/approval-stages.ts';
import { isSamePerson, type Person } from '../domain/person.ts';
import type { ActiveRenewal } from '../domain/renewal.ts';
import { ok, type Result } from '../domain/result.ts';
import type { Tenant } from '../domain/tenant.ts';
import { plus } from '../domain/time.ts';
import type { Log } from '../ports/log.ts';
import type { Mailer } from '../ports/mailer.ts';
import type { People, PeopleFailure } from '../ports/people.ts';
import type { ApprovalView, MailText, Texts } from '../ports/texts.ts';
import type { Postponed } from './renewal-saga.ts';

export interface MailApprovalDeps {
  readonly approvalRule: ApprovalRule;
  readonly people: People;
  readonly mailer: Mailer;
  readonly texts: Texts;
  readonly log: Log;
  readonly tenants: readonly Tenant[];
  readonly timeZone: string | undefined;
  readonly team: { readonly name: string; readonly address: string };
}

export interface Mailed {
  /** All that was sent so far, by its key. */
  readonly mailed: readonly string[] | undefined;
  /** Why the rest waits. */
  readonly failure: Postponed | undefined;
}

/**
 * Mails who is to decide and who receives what is made, each once for each request and decision. Who can't be mailed for good is
 * passed over: the desk has told them, and the ticket says the same.
 */
export const mailApprovals = (deps: MailApprovalDeps) => {
  const personFor = async (
    { to }: ApprovalMail,
    at: ActiveRenewal,
  ): Promise<Result<Person | undefined, PeopleFailure>> => {
    if (at.recipient !== undefined && isSamePerson(to, at.recipient.person)) return ok(at.recipient.person);
    return deps.tenants.some(({ id }) => id === to.tenant)
      ? deps.people.find(to.tenant, to.objectId)
      : ok(undefined);
  };

  const sent = async (mail: ApprovalMail, at: ActiveRenewal): Promise<Postponed | undefined> => {
    const person = await personFor(mail, at);
    if (!person.ok) return person.failure;
    const to = person.value?.mail;
    if (to === undefined || person.value?.enabled !== true) return undefined;
    const done = await deps.mailer.send({ to, reference: at.id, ...textOf(deps, mail, at) });
    if (done.ok) return undefined;
    const { code, detail } = done.failure;
    if (code === 'UNAVAILABLE') return { code: 'MAIL_UNAVAILABLE', detail };
    deps.log('RENEWAL_MAIL_REFUSED', { renewalId: at.id, detail });
    return undefined;
  };

  return async (at: ActiveRenewal): Promise<Mailed> => {
    let mailed = at.tended.mailed;
    let failure: Postponed | undefined;
    for (const mail of approvalMailsOwed(at, deps.approvalRule)) {
      const failed = await sent(mail, at);
      // One that can't be reached now keeps nobody else waiting.
      if (failed === undefined) mailed = [...(mailed ?? []), mail.key];
      else failure ??= failed;
    }
    return { mailed, failure };
  };
};

const textOf = (deps: MailApprovalDeps, { kind, as }: ApprovalMail, at: ActiveRenewal): MailText => {
  const { of, recipient } = at;
  const { timeout } = deps.approvalRule;
  const view: ApprovalView = {
    ...{ as, kind: of.kind, expiresAt: of.expiresAt, team: deps.team },
    ...{ applicationName: of.name, applicationId: of.appId, environment: of.environment },
    recipient: {
      name: recipient?.person.displayName ?? '',
      userPrincipalName: recipient?.person.userPrincipalName ?? '',
    },
    ticket: 'ticket' in at ? (at.ticket?.number ?? '') : '',
    timeZone: deps.tenants.find(({ id }) => id === of.tenant)?.timeZone ?? deps.timeZone,
  };
  if (kind === 'needed') {
    const askedAt = at.state === 'requested' ? at.askedAt : undefined;
    const until = timeout === undefined || askedAt === undefined ? undefined : plus(askedAt, timeout);
    return deps.texts.approvalNeeded({ ...view, until });
  }
  if (at.state === 'denied') {
    const { decision, by } = at;
    return deps.texts.approvalMade({
      ...view,
      outcome: by === undefined && decision.id.startsWith('time-out@') ? 'timed-out' : 'denied',
      by: by?.displayName,
      justification: decision.justification,
    });
  }
  const approval = 'approval' in at ? at.approval : undefined;
  return deps.texts.approvalMade({
    ...view,
    outcome: 'approved',
    by: approval?.by.displayName,
    justification: approval?.justification,
  });
};
