import type { Deposited, DepositPlace } from '../domain/deposit.ts';
import { active, type ActiveRenewal, type MadeCredential, type Renewal } from '../domain/renewal.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import { type Duration, minus, minutes, toIso } from '../domain/time.ts';
import type { Stored } from '../ports/aggregates.ts';
import type { IssuedSecret } from '../ports/credential-issuer.ts';
import type { Depository } from '../ports/depository.ts';
import type { HoldingDeps } from './holding.ts';
import { type Postponed, renewalSaga, type SagaDeps } from './renewal-saga.ts';

export interface DepositDeps extends SagaDeps, HoldingDeps {
  readonly depository: Depository;
}

type Issuing = Extract<ActiveRenewal, { state: 'issuing' }>;

/** A vault has this long to answer, and we to note it, before someone else may begin. */
const TIME_TO_PUT: Duration = minutes(1);

/**
 * Puts a new secret into the vault that the approver saw, instead of behind a link.
 *
 * Invariant: the newest version of that secret is never one whose credential we remove. The version says which attempt it
 * is of; while it is not known whether it is there, nothing is removed and nothing new is made, and whoever comes next looks
 * there first.
 */
export const depositSecret = (deps: DepositDeps) => {
  const saga = renewalSaga(deps);

  const note = async (
    stored: Stored<Renewal>,
    at: Issuing,
    made: MadeCredential & { readonly deposited: Deposited },
  ): Promise<boolean> => {
    const moved = await saga.move(stored, { kind: 'deposit', made }, (next) => [
      saga.event('expiry-monitor.renewal.credential-deposited.v1', next, {
        attempt: made.attempt,
        newKeyId: made.keyId,
        newExpiresAt: toIso(made.expiresAt),
        vault: made.deposited.vault,
        item: made.deposited.secret,
        version: made.deposited.version,
      }),
    ]);
    if (moved.ok)
      deps.log('SECRET_DEPOSITED', {
        renewalId: at.id,
        attempt: made.attempt,
        version: made.deposited.version,
      });
    return moved.ok;
  };

  /** Someone was quicker. If it was not to note this very secret, it is one too many. */
  const withdraw = async (at: Issuing, keyId: string): Promise<void> => {
    const now = (await deps.renewals.find(at.id))?.state;
    const then = now && active(now);
    if (then !== undefined && 'made' in then && then.made.keyId === keyId) return;
    const removed = await deps.issuer.remove({ tenant: at.of.tenant, nativeId: at.of.nativeId }, keyId);
    if (!removed.ok) return; // it bears our marker, and the next scan finds it unclaimed
  };

  /** `REFUSED`: nothing is there. `POSTPONED`: it may be, so the renewal waits as it stands. */
  const put = async (
    stored: Stored<Renewal>,
    at: Issuing,
    place: DepositPlace,
    { keyId, expiresAt, value }: IssuedSecret,
  ): Promise<Result<undefined, Postponed>> => {
    if (deps.clock.now() >= minus(at.leaseUntil, TIME_TO_PUT)) return fail({ code: 'DEPOSIT_TOO_LATE' });
    const says = { renewalId: at.id, attempt: at.attempt, keyId, expiresAt };
    const done = await deps.depository.put(at.of.tenant, place, value, says);
    if (!done.ok && done.failure.code === 'REFUSED')
      return fail({ code: 'DEPOSIT_REFUSED', detail: done.failure.detail });
    if (!done.ok) {
      await saga.postpone(stored, { code: 'DEPOSIT_UNAVAILABLE', detail: done.failure.detail });
      return ok(undefined);
    }
    const deposited = { ...place, ...done.value };
    const made = { attempt: at.attempt, keyId, expiresAt, linkId: at.linkId, issuedAt: deps.clock.now() };
    if (!(await note(stored, at, { ...made, deposited }))) await withdraw(at, keyId);
    return ok(undefined);
  };

  /** Whether the attempt that someone left had come as far as the vault; it is then noted, and `settled`. */
  const settle = async (stored: Stored<Renewal>, at: Issuing): Promise<'settled' | 'not-there'> => {
    const place = at.recipient?.deposit;
    if (place === undefined) return 'not-there';
    const found = await deps.depository.find(at.of.tenant, place, at.id);
    if (!found.ok) {
      await saga.postpone(stored, { code: `DEPOSIT_${found.failure.code}`, detail: found.failure.detail });
      return 'settled';
    }
    const { value: version } = found;
    if (version?.attempt !== at.attempt) return 'not-there';
    const held = await deps.issuer.held({ tenant: at.of.tenant, nativeId: at.of.nativeId });
    if (!held.ok) {
      await saga.postpone(stored, held.failure);
      return 'settled';
    }
    if (!held.value.some(({ keyId }) => keyId === version.keyId)) return 'not-there';
    const deposited = { ...place, version: version.version };
    const { attempt, keyId, expiresAt } = version;
    const made = { attempt, keyId, expiresAt, linkId: at.linkId, issuedAt: deps.clock.now() };
    await note(stored, at, { ...made, deposited });
    return 'settled';
  };

  return { put, settle };
};
