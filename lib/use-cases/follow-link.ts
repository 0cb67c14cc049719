import type { Deposited } from '../domain/deposit.ts';
import type { RenewalId } from '../domain/ids.ts';
import { type Link, unanswered, wantedCode } from '../domain/link.ts';
import { active, type ActiveRenewal, type Renewal } from '../domain/renewal.ts';
import { retirementDate } from '../domain/retirement.ts';
import { type Instant, toIso } from '../domain/time.ts';
import type { Stored } from '../ports/aggregates.ts';
import { answerReports } from './answer-reports.ts';
import { mailCode, type MailCodeDeps } from './mail-code.ts';
import { noteOnTicket } from './note-on-ticket.ts';
import { passOn } from './pass-on.ts';
import { placeCertificate, type PlaceDeps } from './place-certificate.ts';
import { renewalSaga } from './renewal-saga.ts';
import { type TakeBackDeps, takeBackReported } from './take-back-reported.ts';
import { removeMade } from './take-back.ts';
import { type TellDeps, tellDeposit } from './tell-deposit.ts';

interface Deps extends TakeBackDeps, TellDeps, MailCodeDeps, PlaceDeps {}

type Awaiting = Extract<ActiveRenewal, { state: 'awaiting-certificate' }>;
type Delivered = Extract<ActiveRenewal, { state: 'delivered' }>;

/**
 * Looks at what became of a link. Redeemed: the removal of the old credential gets its date. Over without a reveal: the
 * new credential is taken back, since one that nobody ever saw must not live on. Reported: that is answered first.
 */
export const followLink = (deps: Deps) => {
  const saga = renewalSaga(deps);
  const answer = answerReports(deps);
  const takeBack = takeBackReported(deps);
  const pass = passOn(deps);
  const tell = tellDeposit(deps);
  const code = mailCode(deps);
  const place = placeCertificate(deps);

  const redeemed = async (
    stored: Stored<Renewal>,
    at: Delivered,
    claimedAt: Instant,
    where = 'The recipient has the new secret.',
  ): Promise<void> => {
    const retireAt = retirementDate(at.of.expiresAt, at.made.issuedAt, deps.overlap, at.tended.removeAt);
    const noted = await noteOnTicket(deps, at, `${where} The old one is removed on ${toIso(retireAt)}.`);
    if (!noted.ok) return saga.postpone(stored, noted.failure);
    const told = await tell(at);
    if (!told.ok) return saga.postpone(stored, told.failure);
    const redeem = { kind: 'redeem', redeemedAt: claimedAt, retireAt } as const;
    const moved = await saga.move(stored, redeem, (next) => [
      saga.event('expiry-monitor.renewal.rollover-step.v1', next, {
        step: 'retirement-scheduled',
        at: toIso(retireAt),
        keyId: at.of.keyId,
      }),
    ]);
    if (moved.ok) deps.log('STEP_DONE', { renewalId: at.id, step: 'follow-link' });
  };

  const unredeemed = async (stored: Stored<Renewal>, at: Delivered): Promise<void> => {
    const removed = await removeMade(deps, stored.state, at.made.attempt);
    if (!removed.ok) return saga.postpone(stored, removed.failure);
    const noted = await noteOnTicket(
      deps,
      at,
      `Nobody opened the one-hour link, so the new secret was removed again. The old one is untouched and ends on ${toIso(at.of.expiresAt)}. The recipient can ask for a new link on the page of the old one; otherwise please renew it by hand.`,
    );
    if (!noted.ok) return saga.postpone(stored, noted.failure);
    const ended = await saga.move(stored, { kind: 'expire-link', now: deps.clock.now() }, (next) => [
      saga.event('expiry-monitor.renewal.rollover-step.v1', next, {
        step: 'new-credential-taken-back',
        keyId: at.made.keyId,
      }),
    ]);
    if (ended.ok) deps.log('STEP_DONE', { renewalId: at.id, step: 'take-back' });
  };

  const follow = (stored: Stored<Renewal>, at: Delivered, link: Link | undefined): Promise<void> => {
    switch (link?.state) {
      case 'issued': // still open; its end is due when its hour is over
      case 'reported': // answered above, or by whoever answers it at this moment
        return Promise.resolve();
      case 'claimed':
      case 'acknowledged':
        return redeemed(stored, at, link.claimedAt);
      case 'undelivered':
        return pass(stored);
      case 'expired':
      case 'revoked':
      case 'frozen':
      case undefined:
        return unredeemed(stored, at);
    }
  };

  /** A link by which something is handed in: but for a code that someone waits for, that is looked at where it is waited for. */
  const taking = async ({ id, linkId }: Awaiting): Promise<void> => {
    const kept = linkId === undefined ? undefined : await deps.links.find(linkId);
    return kept !== undefined && wantedCode(kept.state) !== undefined ? code(kept) : place(id);
  };

  return async (id: RenewalId): Promise<void> => {
    const stored = await deps.renewals.find(id);
    const at = stored && active(stored.state);
    if (stored === undefined || at === undefined) return;
    if (at.state === 'awaiting-certificate') return taking(at);
    if (!('made' in at)) return;
    const { deposited } = at.made;
    // In the vault it is where it was to go: that is its delivery, and nothing else will tell of it.
    if (at.state === 'delivered' && deposited !== undefined)
      return redeemed(stored, at, at.made.issuedAt, `The new secret is in ${placeOf(deposited)}.`);
    const { linkId } = at.made;
    const kept = linkId === undefined ? undefined : await deps.links.find(linkId);
    if (kept !== undefined && wantedCode(kept.state) !== undefined) return code(kept);
    // While the mail is on its way, whoever sends it wakes us afterwards.
    if (kept !== undefined && at.state !== 'issued' && unanswered(kept.state).length > 0)
      return answer(stored, at, kept);
    if (at.state === 'taking-back') return takeBack(stored, at);
    if (at.state === 'delivered') return follow(stored, at, kept?.state);
  };
};

const placeOf = ({ vault, secret, version }: Deposited): string => `${vault}/secrets/${secret}/${version}`;
