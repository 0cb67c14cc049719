import type { ApprovalRule } from '../domain/approval-stages.ts';
import type { Question } from '../domain/adoption.ts';
import { type Credential, credentialOf, type Subject } from '../domain/credential.ts';
import { type DepositRule, depositPlaceFor } from '../domain/deposit.ts';
import { renewalId } from '../domain/ids.ts';
import { systemsOf } from '../domain/known-systems.ts';
import { isSamePerson, type Person } from '../domain/person.ts';
import { recordOf } from '../domain/recorded-credential.ts';
import { advance } from '../domain/renewal-advance.ts';
import { dueAt } from '../domain/renewal-step.ts';
import { isRenewedHere } from '../domain/renewed-here.ts';
import { active, newRenewal, type Recipient, type RenewalSubject } from '../domain/renewal.ts';
import { ok } from '../domain/result.ts';
import { toIso } from '../domain/time.ts';
import type { DeskRequest, DeskRequests } from '../ports/desk-requests.ts';
import type { ServiceDesk } from '../ports/service-desk.ts';
import type { Texts } from '../ports/texts.ts';
import { noteOnTicket } from './note-on-ticket.ts';
import { instructionsFor, MOST_DEPUTIES } from './request-text.ts';
import { groupFor } from './report-trouble.ts';
import { type ResolveDeps, resolveOwners } from './resolve-owners.ts';
import { tellOfImpassableStage } from './impassable-stage.ts';
import { renewalSaga, type SagaDeps } from './renewal-saga.ts';
import { commitAndSend } from './send-pending.ts';

export interface AdoptDeps extends SagaDeps, ResolveDeps {
  readonly deskRequests: DeskRequests;
  readonly desk: ServiceDesk;
  readonly texts: Texts;
  readonly deposits: readonly DepositRule[];
  readonly versionVaults: readonly string[];
  readonly mailCodeDomains: readonly string[];
  readonly approvalRule: ApprovalRule;
}

/** `later`: something is away, or someone is at this renewal; the next poll looks again. */
type Adopted = Question | 'adopted' | 'later';

interface Receiving {
  readonly recipient: Recipient;
  readonly isOwner: boolean;
}

/**
 * Makes a request of people the request of its renewal.
 *
 * Invariant: one renewal, one request that counts. The renewal is written before the ticket is told, so that a crash in
 * between leaves a ticket that the next poll finds again, and no second one beside it.
 */
export const adoptOne = (deps: AdoptDeps) => {
  const saga = renewalSaga(deps);
  const commit = commitAndSend(deps);
  const owners = resolveOwners(deps);

  const receiving = async (
    request: DeskRequest,
    subject: Subject,
    { kind }: Credential,
  ): Promise<Receiving | Question | 'later'> => {
    const named = request.requestedFor ?? request.openedBy;
    if (named === undefined) return { code: 'REQUESTER_UNKNOWN' };
    const [person, found] = [await deps.people.find(subject.tenant, named), await owners(subject)];
    if (!person.ok || !found.ok) return 'later';
    const receiver = person.value;
    const whom = found.value.owners;
    if (receiver?.enabled !== true) return { code: 'REQUESTER_UNKNOWN' };
    const all: readonly Person[] = whom.kind === 'people' ? whom.people : [];
    const isOwner = all.some((owner) => isSamePerson(owner, receiver));
    const others = all.filter((owner) => !isSamePerson(owner, receiver));
    const reason = isOwner && whom.kind === 'people' ? whom.reason : 'named-in-request';
    const isOurs = isRenewedHere({ source: subject.source, kind });
    const deposit = isOurs ? depositPlaceFor(deps.deposits, subject) : undefined;
    const deputies = others.slice(0, MOST_DEPUTIES);
    const opener =
      request.openedBy === undefined
        ? ok(undefined)
        : await deps.people.find(subject.tenant, request.openedBy);
    if (!opener.ok) return 'later';
    const askedBy =
      opener.value !== undefined && !isSamePerson(opener.value, receiver) ? opener.value : undefined;
    return {
      recipient: {
        ...{ person: receiver, reason, deputies },
        ...(deposit && { deposit }),
        ...(askedBy && { askedBy }),
      },
      isOwner,
    };
  };

  /** Says what was made of the request, and who works on it. */
  const introduce = async (
    request: DeskRequest,
    of: RenewalSubject,
    { recipient, isOwner }: Receiving,
    subject: Subject,
  ): Promise<void> => {
    const id = renewalId(deps.digest, of.credentialId, of.expiresAt);
    const at = { id, ticket: request.ticket };
    const credential = credentialOf(subject, of.credentialId);
    const systems = credential === undefined ? [] : systemsOf(subject, credential);
    const text = instructionsFor(deps, id, of, recipient, request.revision, systems);
    const noted = await noteOnTicket(deps, at, isOwner ? text : `${NOT_AN_OWNER}\n\n${text}`);
    const told = await tellOfImpassableStage(deps, at, recipient);
    const group = groupFor(deps.policy, subject, credential);
    const watchers = recipient.deputies.map(({ userPrincipalName }) => userPrincipalName);
    const assigned = await deps.desk.assign(request.ticket, { group, watchers });
    for (const done of [noted, told, assigned])
      if (!done.ok)
        deps.log('STEP_POSTPONED', { renewalId: id, step: 'adopt-request', failure: done.failure.code });
  };

  const claimed = async (
    request: DeskRequest,
    id: ReturnType<typeof renewalId>,
  ): Promise<'adopted' | 'later'> => {
    const done = await deps.deskRequests.claim(request.ticket, id);
    if (done.ok) return 'adopted';
    deps.log('STEP_POSTPONED', { renewalId: id, step: 'adopt-request', failure: done.failure.code });
    return 'later';
  };

  return async (request: DeskRequest, subject: Subject, credential: Credential): Promise<Adopted> => {
    const { expiresAt } = credential;
    if (expiresAt === undefined) return { code: 'NO_SUCH_CREDENTIAL' };
    const id = renewalId(deps.digest, credential.id, expiresAt);
    const stored = await deps.renewals.find(id);
    const at = stored && active(stored.state);
    if (at !== undefined && 'ticket' in at && at.ticket !== undefined) {
      if (at.ticket.id === request.ticket.id && at.state !== 'cancelled') return claimed(request, id);
      if (RENEWED.has(at.state)) return { code: 'ALREADY_RENEWED' };
      if (at.state !== 'denied' && at.state !== 'cancelled')
        return { code: 'SECOND_REQUEST', ticket: at.ticket.number };
    }
    const who = await receiving(request, subject, credential);
    if (who === 'later' || 'code' in who) return who;

    const now = deps.clock.now();
    const of: RenewalSubject = at?.of ?? { ...recordOf(subject, credential), expiresAt };
    const before = stored?.state ?? newRenewal(id, of, undefined, request.revision, now);
    const next = advance(before, {
      kind: 'adopt',
      ticket: request.ticket,
      recipient: who.recipient,
      revision: request.revision,
      nextLookAt: now,
      confirmAfter: who.isOwner ? undefined : now,
      now,
    });
    if (!next.ok) return 'later';
    // Told before it counts: what is approved from now on was approved by someone who could know.
    await introduce(request, of, who, subject);
    const saved = await commit(deps.renewals, id, {
      expected: stored?.version ?? 'absent',
      state: next.value,
      dueAt: dueAt(next.value, now),
      messages: [
        saga.event('expiry-monitor.renewal.requested.v1', next.value, {
          expiresAt: toIso(expiresAt),
          recipient: { tenantId: who.recipient.person.tenant, objectId: who.recipient.person.objectId },
        }),
      ],
    });
    if (!saved.ok) return 'later';
    deps.log('REQUEST_ADOPTED', { renewalId: id, ticket: request.ticket.number, isOwner: who.isOwner });
    return claimed(request, id);
  };
};

const RENEWED: ReadonlySet<string> = new Set(['redeemed', 'retired', 'closed', 'replaced', 'closed-by-hand']);

const NOT_AN_OWNER =
  'Please look twice: the person that this request is for is not among the owners of the application in the directory. Whoever approves it from now on confirms that this person shall receive the new credential; an approval that was given before does not count.';
