import { credentialOf } from '../domain/credential.ts';
import { type HandedCertificate, type WantedCertificate } from '../domain/handed-certificate.ts';
import { type Link, unanswered } from '../domain/link.ts';
import { type Policy, stagePolicyFor } from '../domain/policy.ts';
import { active, type ActiveRenewal, type Recipient, type Renewal } from '../domain/renewal.ts';
import { ok, type Result } from '../domain/result.ts';
import { earlier, type Instant, plus, toIso } from '../domain/time.ts';
import type { Stored } from '../ports/aggregates.ts';
import type { ServiceDesk } from '../ports/service-desk.ts';
import type { Subjects } from '../ports/subjects.ts';
import { certificateOffers, type OfferDeps, type RefusedFile } from './certificate-offers.ts';
import { checkApproval } from './check-approval.ts';
import type { HoldingDeps } from './holding.ts';
import { type InviteDeps, inviteOwner, LOOK_EVERY } from './invite-owner.ts';
import { markAnswered } from './mark-answered.ts';
import { noteOnTicket } from './note-on-ticket.ts';
import { passOn } from './pass-on.ts';
import { type Postponed, renewalSaga } from './renewal-saga.ts';
import { endOpenLink } from './take-back.ts';
import { voidApproval } from './void-approval.ts';

export interface AwaitDeps extends InviteDeps, OfferDeps, HoldingDeps {
  readonly desk: ServiceDesk;
  readonly subjects: Subjects;
  readonly policy: Policy;
}

type Awaiting = Extract<ActiveRenewal, { state: 'awaiting-certificate' }>;

/**
 * Waits for the certificate of an owner: looks at the link and at the ticket for what was handed in, judges it, asks and
 * reminds while nothing comes, and leaves it to people when its time is over.
 */
export const awaitCertificate = (deps: AwaitDeps) => {
  const saga = renewalSaga(deps);
  const offers = certificateOffers(deps);
  const invite = inviteOwner(deps);
  const check = checkApproval(deps);
  const annul = voidApproval(deps);
  const pass = passOn(deps);
  const answer = markAnswered(deps);

  const wantedFor = async (at: Awaiting): Promise<Result<WantedCertificate, Postponed>> => {
    const { tenant, subjectId: id, credentialId, nativeId, expiresAt: replacesOneUntil } = at.of;
    const held = await deps.certificates.held({ tenant, nativeId });
    if (!held.ok) return held;
    const facts = (await deps.subjects.find({ tenant, id }))?.state.facts;
    const credential = facts && credentialOf(facts, credentialId);
    const longestLifetime =
      facts && credential && stagePolicyFor(deps.policy, facts, credential).longestLifetime;
    const present = held.value.flatMap(({ thumbprint }) => thumbprint ?? []);
    return ok({ present, replacesOneUntil, longestLifetime });
  };

  const tell = async (
    at: Awaiting,
    refused: readonly RefusedFile[],
  ): Promise<Result<undefined, Postponed>> => {
    for (const { file, faults } of refused) {
      const text = deps.texts.certificateRefused({ fileName: file.name, faults });
      const told = await noteOnTicket(deps, at, text, 'requester');
      if (!told.ok) return told;
      const codes = faults.map(({ code }) => code).join(' ');
      deps.log('CERTIFICATE_REFUSED', { renewalId: at.id, faults: codes, from: 'attachment' });
    }
    return ok(undefined);
  };

  /** Carrying it out is the moment at which an approval has to hold. */
  const accept = async (
    stored: Stored<Renewal>,
    at: Awaiting,
    recipient: Recipient,
    certificate: HandedCertificate,
    from: 'link' | 'attachment',
    answered: readonly string[],
  ): Promise<void> => {
    const now = deps.clock.now();
    const refused = await check(at, recipient);
    if (!refused.ok) return saga.postpone(stored, refused.failure);
    if (from === 'attachment') await endOpenLink(deps, at.linkId, now); // what came first counts
    if (refused.value.length > 0) {
      const voided = await annul(stored, at, refused.value);
      if (!voided.ok) await saga.postpone(stored, voided.failure);
      return;
    }
    const keyId = deps.random.keyId();
    const accepted = await saga.move(
      stored,
      { kind: 'accept-certificate', certificate, keyId, answered, now },
      (next) => [
        saga.event('expiry-monitor.renewal.certificate-accepted.v1', next, {
          from,
          thumbprint: certificate.thumbprint,
          newExpiresAt: toIso(certificate.expiresAt),
        }),
      ],
    );
    if (accepted.ok) deps.log('CERTIFICATE_ACCEPTED', { renewalId: at.id, from });
  };

  const leaveToPeople = async (stored: Stored<Renewal>, at: Awaiting, text: string): Promise<void> => {
    if (!(await endOpenLink(deps, at.linkId, deps.clock.now()))) return; // used in this moment
    const noted = await noteOnTicket(deps, at, text);
    if (!noted.ok) return saga.postpone(stored, noted.failure);
    const handed = await saga.move(stored, { kind: 'hand-over' });
    if (handed.ok) deps.log('STEP_DONE', { renewalId: at.id, step: 'hand-over' });
  };

  /** What a recipient reported of a link that takes something: people read it, and whoever lost it gets another. */
  const reported = async (stored: Stored<Renewal>, at: Awaiting, link: Stored<Link>): Promise<boolean> => {
    for (const { kind, at: when } of unanswered(link.state)) {
      const text = `On ${toIso(when)} the recipient reported the link for the certificate: ${kind}. Nothing was put in place by it.`;
      const noted = await noteOnTicket(deps, at, text);
      if (!noted.ok) {
        await saga.postpone(stored, noted.failure);
        return true;
      }
    }
    await answer(link);
    if (link.state.state !== 'reported' || link.state.because !== 'not-me') return false;
    await leaveToPeople(stored, at, NOT_ME);
    return true;
  };

  return async (stored: Stored<Renewal>): Promise<void> => {
    const at = active(stored.state);
    const now = deps.clock.now();
    if (at.state !== 'awaiting-certificate' || now < at.leaseUntil) return; // someone is at it
    if (stored.state.state === 'paused' && now < stored.state.nextTryAt) return;
    if (at.recipient === undefined) return leaveToPeople(stored, at, NOBODY);
    const link = at.linkId && (await deps.links.find(at.linkId));
    if (link?.state.state === 'undelivered') return pass(stored);
    if (link !== undefined && unanswered(link.state).length > 0 && (await reported(stored, at, link))) return;

    const wanted = await wantedFor(at);
    if (!wanted.ok) return saga.postpone(stored, wanted.failure);
    const found = await offers(at.ticket, at.answered, wanted.value, now);
    if (!found.ok) return saga.postpone(stored, found.failure);
    const told = await tell(at, found.value.refused);
    if (!told.ok) return saga.postpone(stored, told.failure);
    const { accepted, refused } = found.value;
    const answered = [...at.answered, ...refused.map(({ file }) => file.id)];
    const byLink = link && handedBy(link.state, wanted.value, now);
    if (byLink !== undefined) return accept(stored, at, at.recipient, byLink, 'link', answered);
    if (accepted !== undefined)
      return accept(stored, at, at.recipient, accepted.certificate, 'attachment', [
        ...answered,
        accepted.file.id,
      ]);

    const until = openUntil(at, link?.state, now);
    if (until !== undefined) {
      const nextLookAt = earlier(plus(now, LOOK_EVERY), until);
      await saga.move(stored, {
        kind: 'await-certificate',
        askedAt: at.askedAt,
        nextLookAt,
        answered,
        now,
      });
      return; // moved by someone else meanwhile: it is looked at again
    }
    if (now >= plus(at.since, deps.certificateWait)) return leaveToPeople(stored, at, NOTHING_CAME);
    await invite(stored, at.recipient, answered, wanted.value);
  };
};

/** What came by the link, if it still will do. */
const handedBy = (link: Link, wanted: WantedCertificate, now: Instant): HandedCertificate | undefined => {
  if (link.state !== 'claimed' || link.handed === undefined) return undefined;
  const isStillGood = !wanted.present.includes(link.handed.thumbprint) && link.handed.expiresAt > now;
  return isStillGood ? link.handed : undefined;
};

/** Until when the owner can hand it in by the link that was mailed; undefined: not, or not any more. */
const openUntil = (at: Awaiting, link: Link | undefined, now: Instant): Instant | undefined =>
  at.askedAt !== undefined && link?.state === 'issued' && now < link.notAfter ? link.notAfter : undefined;

const NOBODY =
  'Nobody is left whom this request names and whom a mail reaches. Please get the public certificate from an owner, put it in place by hand, and then close this request.';
const NOTHING_CAME =
  'Nobody handed in a certificate in the time that the policy gives. It is not asked for again. Please renew the certificate by hand and then close this request; the old one is watched until it is replaced.';
const NOT_ME =
  'The recipient says that it was not they who opened the link for the certificate. Please find out who it was. Nothing is asked for by mail again: please renew the certificate by hand.';
