import { type ApprovalRule, progressOf } from '../domain/approval-stages.ts';
import { credentialOf } from '../domain/credential.ts';
import { type DepositRule, depositPlaceFor } from '../domain/deposit.ts';
import type { RenewalId } from '../domain/ids.ts';
import { type EnvironmentNames, nameOnForm } from '../domain/adoption.ts';
import { systemsOf } from '../domain/known-systems.ts';
import {
  active,
  type ActiveRenewal,
  type Recipient,
  type Renewal,
  type RenewalSubject,
  type Ticket,
} from '../domain/renewal.ts';
import { isRenewedHere } from '../domain/renewed-here.ts';
import { ok, type Result } from '../domain/result.ts';
import { type Duration, earlier, hours, type Instant, plus, toIso } from '../domain/time.ts';
import type { PeopleFailure } from '../ports/people.ts';
import type { DeskFailure, ServiceDesk } from '../ports/service-desk.ts';
import type { Subjects } from '../ports/subjects.ts';
import type { Texts } from '../ports/texts.ts';
import { tellOfImpassableStage } from './impassable-stage.ts';
import { revisionOf } from './raise-renewal-request.ts';
import { instructionsFor, MOST_DEPUTIES } from './request-text.ts';
import { groupFor } from './report-trouble.ts';
import { renewalSaga, type SagaDeps } from './renewal-saga.ts';
import { type ResolveDeps, resolveOwners } from './resolve-owners.ts';

interface Deps extends SagaDeps, ResolveDeps {
  readonly subjects: Subjects;
  readonly desk: ServiceDesk;
  readonly texts: Texts;
  readonly environmentNames: EnvironmentNames;
  readonly stepLease: Duration;
  readonly deposits: readonly DepositRule[];
  readonly mailCodeDomains: readonly string[];
  readonly approvalRule: ApprovalRule;
  readonly versionVaults: readonly string[];
}

/** Without a webhook and between polls, an open request is looked at this often. */
export const LOOK_EVERY: Duration = hours(6);

/**
 * Opens the request at the service desk.
 *
 * Invariant: one renewal, at most one open request. The lease is committed before the desk hears of it, and the desk is
 * asked for the renewal's key before a ticket is made, so that neither a second delivery nor a lost answer makes two.
 */
export const openRequest = (deps: Deps) => {
  const saga = renewalSaga(deps);
  const owners = resolveOwners(deps);

  const recipientOf = async (renewal: Renewal): Promise<Result<Recipient | undefined, PeopleFailure>> => {
    const { tenant, subjectId: id } = renewal.of;
    const subject = await deps.subjects.find({ tenant, id });
    if (subject === undefined) return ok(undefined);
    const found = await owners(subject.state.facts);
    if (!found.ok) return found;
    const { owners: whom } = found.value;
    // Of a group nobody is meant alone: whoever decides names the one.
    if (whom.kind !== 'people' || whom.byGroup === true) return ok(undefined);
    const [person, ...others] = whom.people;
    const deposit = isRenewedHere(renewal.of)
      ? depositPlaceFor(deps.deposits, subject.state.facts)
      : undefined;
    const deputies = others.slice(0, MOST_DEPUTIES);
    return ok({
      ...{ person, reason: whom.reason, deputies },
      // Frozen with the rest: what an approver saw is where it goes, whatever the settings say later.
      ...(deposit && { deposit }),
    });
  };

  /** What its source says now: it helps whoever reads the request, and is no part of what is asked. */
  const systemsKnown = async ({
    tenant,
    subjectId,
    credentialId,
  }: RenewalSubject): Promise<readonly string[]> => {
    const facts = (await deps.subjects.find({ tenant, id: subjectId }))?.state.facts;
    const credential = facts && credentialOf(facts, credentialId);
    return facts === undefined || credential === undefined ? [] : systemsOf(facts, credential);
  };

  /** A request that another takes the place of must not stay open beside it. */
  const withdrawEarlier = async ({ id, past }: ActiveRenewal): Promise<Result<undefined, DeskFailure>> => {
    for (const ticket of past.tickets) {
      const cancelled = await deps.desk.cancel({ id: ticket, number: 'before' }, ASKED_ANEW);
      if (cancelled.ok) continue;
      if (cancelled.failure.code === 'UNAVAILABLE') return cancelled;
      deps.log('NOTE_REFUSED', { renewalId: id, ticket, detail: cancelled.failure.detail });
    }
    return ok(undefined);
  };

  /** Who works on it and who is told. That the desk does not take a group must not keep its people from deciding. */
  const assigned = async (
    { id, of }: ActiveRenewal,
    ticket: Ticket,
    recipient: Recipient | undefined,
  ): Promise<Result<undefined, DeskFailure>> => {
    const subject = await deps.subjects.find({ tenant: of.tenant, id: of.subjectId });
    const facts = subject?.state.facts;
    const group = facts && groupFor(deps.policy, facts, credentialOf(facts, of.credentialId));
    const watchers = (recipient?.deputies ?? []).map(({ userPrincipalName }) => userPrincipalName);
    if (group === undefined && watchers.length === 0) return ok(undefined);
    const done = await deps.desk.assign(ticket, { group, watchers });
    if (done.ok || done.failure.code === 'UNAVAILABLE') return done;
    deps.log('ASSIGNMENT_REFUSED', { renewalId: id, ticket: ticket.number, detail: done.failure.detail });
    return ok(undefined);
  };

  const ticketFor = async (
    renewal: ActiveRenewal,
    recipient: Recipient | undefined,
    revision: string,
  ): Promise<Result<Ticket, DeskFailure>> => {
    const { id, of } = renewal;
    const known = await deps.desk.find(id);
    if (!known.ok) return known;
    // One that was given up is found as long as there is no other.
    if (known.value !== undefined && !renewal.past.tickets.includes(known.value.id)) return ok(known.value);
    return deps.desk.open({
      key: id,
      revision,
      applicationName: of.name,
      applicationId: of.appId ?? of.nativeId,
      environment: nameOnForm(deps.environmentNames, of.environment),
      update: of.kind === 'client-secret' || of.kind === 'symmetric-key' ? 'Secret' : 'Certificate',
      oldExpiresAt: of.expiresAt,
      requestedFor: recipient?.person.userPrincipalName,
      instructions: instructionsFor(deps, id, of, recipient, revision, await systemsKnown(of)),
    });
  };

  return async (id: RenewalId): Promise<void> => {
    const loaded = await saga.load(id, 'open-request');
    if (loaded?.at.state !== 'requesting') return;
    const { of } = loaded.at;
    const now = deps.clock.now();
    const { state } = loaded.stored;
    // After an unknown outcome the desk may still be at work on the order; looking for it too soon would make a second.
    if (state.state === 'paused' && now < state.nextTryAt) return;
    if (now < loaded.at.leaseUntil) return; // someone is at it; if that one dies, the timer comes back

    const found = loaded.at.recipient === undefined ? await recipientOf(loaded.at) : ok(loaded.at.recipient);
    if (!found.ok) return saga.postpone(loaded.stored, found.failure);
    const recipient = found.value;
    const revision = revisionOf(deps.digest, of, recipient);
    const leaseUntil = plus(now, deps.stepLease);
    const leased = await saga.move(loaded.stored, {
      kind: 'take-lease',
      leaseUntil,
      now,
      recipient,
      revision,
    });
    if (!leased.ok) return; // another delivery of the same wake-up was quicker

    const at = active(leased.value.state);
    const withdrawn = await withdrawEarlier(at);
    if (!withdrawn.ok) return saga.postpone(leased.value, withdrawn.failure, loaded.stored);
    const ticket = await ticketFor(at, recipient, revision);
    if (!ticket.ok) return saga.postpone(leased.value, ticket.failure, loaded.stored);
    const people = await assigned(at, ticket.value, recipient);
    if (!people.ok) return saga.postpone(leased.value, people.failure, loaded.stored);
    const view = await deps.desk.look(ticket.value);
    if (!view.ok) return saga.postpone(leased.value, view.failure, loaded.stored);
    const told = await tellOfImpassableStage(deps, { id, ticket: ticket.value }, recipient);
    if (!told.ok) return saga.postpone(leased.value, told.failure, loaded.stored);
    const { removalDay, dueAt, form } = view.value;
    const openedAt = deps.clock.now();
    const command = {
      kind: 'open',
      ticket: ticket.value,
      ...{ openedAt, form, tendAt: deps.approvalRule.mails === true ? openedAt : undefined },
      nextLookAt: firstLookAt(deps.approvalRule, openedAt),
      removalDay,
      dueDate: dueAt === undefined ? '' : toIso(dueAt),
    } as const;
    const opened = await saga.move(leased.value, command, (next) => [
      saga.event('expiry-monitor.renewal.requested.v1', next, {
        expiresAt: toIso(of.expiresAt),
        ...(recipient === undefined
          ? {}
          : { recipient: { tenantId: recipient.person.tenant, objectId: recipient.person.objectId } }),
      }),
    ]);
    if (opened.ok)
      deps.log('STEP_DONE', { renewalId: id, step: 'open-request', ticket: ticket.value.number });
  };
};

/** A time-out or alternates may come before the usual look. */
const firstLookAt = (rule: ApprovalRule, openedAt: Instant): Instant => {
  const progress = progressOf(rule, [], openedAt, openedAt);
  const usual = plus(openedAt, LOOK_EVERY);
  return progress.kind === 'waiting' && progress.nextAt !== undefined
    ? earlier(usual, progress.nextAt)
    : usual;
};

const ASKED_ANEW = 'Another request took the place of this one: please decide there.';
