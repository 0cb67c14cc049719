import type { RenewalId } from '../domain/ids.ts';
import { active, type ActiveRenewal, type Recipient, type Renewal } from '../domain/renewal.ts';
import { isHandedIn, isRenewedHere, isVersionedHere } from '../domain/renewed-here.ts';
import type { Policy } from '../domain/policy.ts';
import { carrierOf } from '../domain/roll-over-plan.ts';
import { ok } from '../domain/result.ts';
import { type Duration, type Instant, plus } from '../domain/time.ts';
import type { Stored } from '../ports/aggregates.ts';
import type { Random } from '../ports/random.ts';
import { type AttemptDeps, issueAttempt } from './issue-attempt.ts';
import { depositSecret } from './deposit-secret.ts';
import { beginRollOver } from './begin-roll-over.ts';
import { checkApproval } from './check-approval.ts';
import { voidApproval } from './void-approval.ts';
import { noteDelivery } from './note-delivery.ts';
import { noteOnTicket } from './note-on-ticket.ts';
import { passOn } from './pass-on.ts';
import { type Postponed, renewalSaga } from './renewal-saga.ts';
import { removeMade, revokeLink } from './take-back.ts';

interface Deps extends AttemptDeps {
  readonly random: Random;
  readonly stepLease: Duration;
  readonly policy: Policy;
  readonly versionVaults: readonly string[];
}

/**
 * Takes an approved renewal to a sealed credential and a mail on its way.
 *
 * Invariant: of one renewal at most one credential lives on. Each attempt is noted before it has any effect, removals
 * among them; whoever takes over from a dead worker makes its link useless, and its attempt removes what that one made.
 */
export const issueCredential = (deps: Deps) => {
  const saga = renewalSaga(deps);
  const delivered = noteDelivery(saga, deps.digest);
  const attempt = issueAttempt(deps);
  const pass = passOn(deps);
  const check = checkApproval(deps);
  const annul = voidApproval(deps);
  const depositing = depositSecret(deps);
  const begin = beginRollOver(deps);

  /** Makes the link of an earlier attempt useless. `settled`: it had succeeded after all, or someone moved it on. */
  const cleared = async (
    stored: Stored<Renewal>,
    at: ActiveRenewal,
    now: Instant,
  ): Promise<Stored<Renewal> | 'settled'> => {
    if (at.state !== 'issuing' && at.state !== 'issued') return stored;
    if (at.state === 'issuing' && (await depositing.settle(stored, at)) === 'settled') return 'settled';
    const linkId = at.state === 'issuing' ? at.linkId : at.made.linkId;
    if (linkId === undefined) return 'settled'; // an attempt has one
    if (at.state === 'issued' && (await deps.links.find(linkId))?.state.state === 'undelivered') {
      await pass(stored); // its mail was refused, or came back, before anyone could note that it had left
      return 'settled';
    }
    const revoked = await revokeLink(deps, linkId, now);
    if (at.state === 'issuing') return stored;
    if (!revoked.ok) {
      // The mail did leave: its link was claimed. Only the note of it is missing.
      await delivered(stored, now);
      return 'settled';
    }
    const given = await saga.move(stored, { kind: 'give-up-attempt' });
    return given.ok ? given.value : 'settled';
  };

  /**
   * Nothing that an earlier attempt made lies and waits for someone who may never be able to have it. The attempt is given
   * up before that, so that a worker who is still at it fails at his next note.
   */
  const waitForRecipient = async (stored: Stored<Renewal>, failure: Postponed): Promise<void> => {
    const at = active(stored.state);
    const given = at.state === 'issuing' ? await saga.move(stored, { kind: 'give-up-attempt' }) : ok(stored);
    if (!given.ok) return; // someone else moved it on
    const attempts = at.state === 'approved' || at.state === 'issuing' ? at.attempt : 0;
    const removed = await removeMade(deps, given.value.state, attempts);
    await saga.postpone(given.value, removed.ok ? failure : removed.failure);
  };

  const handOver = async (
    stored: Stored<Renewal>,
    at: Extract<ActiveRenewal, { state: 'approved' }>,
  ): Promise<void> => {
    // Without a recipient the team was told when the last one could not be reached.
    const noted = at.recipient === undefined ? ok(undefined) : await noteOnTicket(deps, at, BY_HAND);
    if (!noted.ok) return saga.postpone(stored, noted.failure);
    const handed = await saga.move(stored, { kind: 'hand-over' });
    if (handed.ok) deps.log('STEP_DONE', { renewalId: at.id, step: 'hand-over' });
  };

  /** The owner makes the new one: from here on it is waited for. */
  const askOwner = async (
    stored: Stored<Renewal>,
    at: Extract<ActiveRenewal, { state: 'approved' }>,
    recipient: Recipient,
    now: Instant,
  ): Promise<void> => {
    if (!(await isStillApproved(stored, recipient))) return;
    const noted = await noteOnTicket(deps, at, HAND_IN, 'requester');
    if (!noted.ok) return saga.postpone(stored, noted.failure);
    const asked = await saga.move(stored, { kind: 'ask-certificate', now });
    if (asked.ok) deps.log('STEP_DONE', { renewalId: at.id, step: 'ask-certificate' });
  };

  /** Carrying it out is the moment at which an approval has to hold; one that does not is void, and it is asked again. */
  const isStillApproved = async (stored: Stored<Renewal>, recipient: Recipient): Promise<boolean> => {
    const at = active(stored.state);
    if (at.state !== 'approved') return true; // an attempt has begun, and takes its approval from there
    const refused = await check(at, recipient);
    if (refused.ok && refused.value.length === 0) return true;
    const voided = refused.ok ? await annul(stored, at, refused.value) : refused;
    if (!voided.ok) await saga.postpone(stored, voided.failure);
    return false;
  };

  /** From here on the vault makes the next version. */
  const beginVersion = async (stored: Stored<Renewal>, recipient: Recipient, now: Instant): Promise<void> => {
    if (!(await isStillApproved(stored, recipient))) return;
    const begun = await saga.move(stored, { kind: 'begin-version', now });
    if (begun.ok) deps.log('STEP_DONE', { renewalId: begun.value.state.id, step: 'begin-version' });
  };

  return async (id: RenewalId): Promise<void> => {
    const loaded = await saga.load(id, 'issue-credential');
    if (loaded === undefined) return;
    const { stored, at } = loaded;
    const now = deps.clock.now();
    const carrier = at.state === 'approved' ? carrierOf(at.of) : undefined;
    if (at.state === 'approved' && at.recipient !== undefined && carrier !== undefined) {
      if (stored.state.state === 'paused' && now < stored.state.nextTryAt) return;
      if (await isStillApproved(stored, at.recipient)) await begin(stored, at, carrier);
      return;
    }
    const isVersioned = isVersionedHere(at.of, deps.versionVaults);
    const isByHand = !isRenewedHere(at.of) && !isVersioned && !isHandedIn(at.of);
    if (at.state === 'approved' && (isByHand || at.recipient === undefined)) return handOver(stored, at);
    if (at.state === 'approved' && now < (at.tended.notBefore ?? now)) return; // the team said when
    if (stored.state.state === 'paused' && now < stored.state.nextTryAt) return; // each try makes and removes a secret
    if (at.state === 'approved' && isHandedIn(at.of) && at.recipient !== undefined)
      return askOwner(stored, at, at.recipient, now);
    if ((at.state === 'issuing' || at.state === 'issued') && now < at.leaseUntil) return; // someone is at it
    if (!('recipient' in at) || at.recipient === undefined) return;

    if (isVersioned) return beginVersion(stored, at.recipient, now);

    const clear = await cleared(stored, at, now);
    if (clear === 'settled') return;
    if (!(await isStillApproved(clear, at.recipient))) return;
    const recipient = await deps.people.find(at.of.tenant, at.recipient.person.objectId);
    if (!recipient.ok) return waitForRecipient(clear, recipient.failure);
    if (recipient.value?.enabled !== true) return waitForRecipient(clear, { code: 'RECIPIENT_DISABLED' });

    const linkId = deps.random.linkId();
    const leaseUntil = plus(now, deps.stepLease);
    const begun = await saga.move(clear, { kind: 'begin-attempt', linkId, leaseUntil, now });
    if (!begun.ok) return; // another delivery began first
    await attempt(begun.value);
  };
};

const HAND_IN =
  'Approved. Please make a new key pair, and hand in its public certificate (.cer, .crt or .pem, without the private key): attach it to this request, or use the page that is mailed to the recipient. If it is attached already, there is nothing more to do. It is checked and then added beside the old one.';

const BY_HAND =
  'Approved. A credential of this kind is renewed by hand: please put the new one in place and then close this request. ' +
  'The old one is watched until it is replaced.';
