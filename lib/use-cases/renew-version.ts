import type { RenewalId } from '../domain/ids.ts';
import { type ItemPlace, itemPlaceOf } from '../domain/item-place.ts';
import { type NextAct, nextAct } from '../domain/next-version.ts';
import type { ActiveRenewal, Renewal } from '../domain/renewal.ts';
import { ok, type Result } from '../domain/result.ts';
import { type Duration, plus } from '../domain/time.ts';
import type { Stored } from '../ports/aggregates.ts';
import type { Random } from '../ports/random.ts';
import type { VersionFailure } from '../ports/vault-versions.ts';
import { renewalSaga, type SagaDeps } from './renewal-saga.ts';
import { type MergeDeps, mergeSigned } from './merge-signed.ts';
import { type SettleDeps, settleVersion } from './settle-version.ts';

interface Deps extends SagaDeps, SettleDeps, MergeDeps {
  readonly random: Random;
  readonly stepLease: Duration;
  readonly secretLifetime: Duration;
}

type Renewing = Extract<ActiveRenewal, { state: 'renewing-version' }>;

/** Whoever has looked for longer than this part of the lease makes nothing more: someone else may begin before it is noted. */
const PART_TO_LOOK = 0.5;

/**
 * Brings an item of a vault to its next version, and watches until that is there.
 *
 * Invariant: one more version for one renewal. The lease is noted before the vault is asked for anything, and the vault is
 * looked at before that: what a dead worker made, or an answer that was lost, is found there and not made again.
 */
export const renewVersion = (deps: Deps) => {
  const saga = renewalSaga(deps);
  const settle = settleVersion(deps);
  const merge = mergeSigned(deps);

  /** Does what the act says. What is then there: the version itself, or what the vault says now. */
  const carryOut = async (
    at: Renewing,
    item: ItemPlace,
    act: NextAct,
  ): Promise<Result<NextAct, VersionFailure>> => {
    const { tenant } = at.of;
    const { vaultVersions } = deps;
    switch (act.kind) {
      case 'ask': {
        const asked = await vaultVersions.ask(tenant, item);
        if (!asked.ok) return asked;
        const view = await vaultVersions.look(tenant, item);
        if (!view.ok) return view;
        const { value } = view;
        // What it says of a request now, it says of ours.
        const ours = value.kind === 'certificate' ? value.request?.id : undefined;
        return ok(nextAct(value, at.of, ours, deps.clock.now()));
      }
      case 'rotate': {
        const made = await vaultVersions.rotate(tenant, item);
        return made.ok ? ok({ kind: 'there', by: made.value }) : made;
      }
      case 'set': {
        const expiresAt = plus(deps.clock.now(), deps.secretLifetime);
        const value = deps.random.lettersAndDigits(act.length);
        const made = await vaultVersions.set(tenant, item, { value, expiresAt, renewalId: at.id });
        return made.ok ? ok({ kind: 'there', by: made.value }) : made;
      }
      case 'there':
      case 'await-issuer':
      case 'await-signature':
      case 'await-rotation':
      case 'await-deposit':
      case 'failed':
      case 'leave':
        return ok(act);
    }
  };

  /** Looks for what an authority signed, and joins it with the key. */
  const sign = async (
    stored: Stored<Renewal>,
    at: Renewing,
    item: ItemPlace,
    act: Extract<NextAct, { kind: 'await-signature' }>,
    before: Stored<Renewal>,
  ): Promise<void> => {
    const merged = await merge(at, item, act.csr);
    if (!merged.ok) return saga.postpone(stored, merged.failure, before);
    const { isMerged, version } = merged.value;
    if (!isMerged) return settle(stored, act, before, version);
    const view = await deps.vaultVersions.look(at.of.tenant, item);
    if (!view.ok) return failed(stored, view.failure, before);
    await settle(stored, nextAct(view.value, at.of, act.requestId, deps.clock.now()), before, version);
  };

  const failed = async (
    stored: Stored<Renewal>,
    { code, detail }: VersionFailure,
    before: Stored<Renewal>,
  ): Promise<void> =>
    code === 'REFUSED'
      ? settle(stored, { kind: 'leave', why: 'VAULT_REFUSED' }, before)
      : saga.postpone(stored, { code: `VAULT_${code}`, detail }, before);

  return async (id: RenewalId): Promise<void> => {
    const loaded = await saga.load(id, 'renew-version');
    if (loaded?.at.state !== 'renewing-version') return;
    const { stored: before, at } = loaded;
    const now = deps.clock.now();
    if (before.state.state === 'paused' && now < before.state.nextTryAt) return;
    if (now < at.leaseUntil || now < at.nextLookAt) return; // someone is at it, or it is too early to look
    const item = itemPlaceOf(at.of.nativeId);
    if (item === undefined) return; // nothing of a vault comes here
    const leaseUntil = plus(now, deps.stepLease);
    const leased = await saga.move(before, { kind: 'lease-version', leaseUntil, now });
    if (!leased.ok) return; // another delivery was quicker
    const view = await deps.vaultVersions.look(at.of.tenant, item);
    if (!view.ok) return failed(leased.value, view.failure, before);
    const lastMoment = plus(now, (deps.stepLease * PART_TO_LOOK) as Duration);
    if (deps.clock.now() >= lastMoment) return; // too late to make anything; the timer comes back
    const act = nextAct(view.value, at.of, at.version.requestId, deps.clock.now());
    if (act.kind === 'await-signature') return sign(leased.value, at, item, act, before);
    const done = await carryOut(at, item, act);
    if (!done.ok) return failed(leased.value, done.failure, before);
    await settle(leased.value, done.value, before);
  };
};
