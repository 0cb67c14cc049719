import { credentialOf } from '../domain/credential.ts';
import type { RenewalId } from '../domain/ids.ts';
import { type RetireRule, stagePolicyFor } from '../domain/policy.ts';
import type { ActiveRenewal, Renewal } from '../domain/renewal.ts';
import type { RetirementEvidence } from '../domain/retirement.ts';
import { retirementBy, settledBy, type SignIns } from '../domain/retirement-evidence.ts';
import { ok, type Result } from '../domain/result.ts';
import { type Instant, toIso } from '../domain/time.ts';
import type { Stored } from '../ports/aggregates.ts';
import type { LastUse } from '../ports/last-use.ts';
import type { Subjects } from '../ports/subjects.ts';
import { askAboutOld, type AskDeps } from './ask-about-old.ts';
import { type HoldingDeps, holdingOf } from './holding.ts';
import { type Postponed, renewalSaga, type SagaDeps } from './renewal-saga.ts';
import { signInsWith } from './sign-ins-with.ts';

interface Deps extends SagaDeps, AskDeps, HoldingDeps {
  readonly lastUse: LastUse;
  readonly subjects: Subjects;
}

type Redeemed = Extract<ActiveRenewal, { state: 'redeemed' }>;

/**
 * Removes the old credential on its date, or asks about it if it is known to be in use.
 *
 * Invariant: only after the new one was redeemed, and not a millisecond before the date; `advance` refuses both, and it
 * is asked before anything is removed. Removing what is gone already is no error, so a lost answer costs nothing.
 */
export const retireCredential = (deps: Deps) => {
  const saga = renewalSaga(deps);
  const signedIn = signInsWith(deps);
  const ask = askAboutOld(deps);

  /** What the policy says of it; the fallback speaks for what no scan knows any more. */
  const ruleFor = async ({ of }: Redeemed): Promise<RetireRule> => {
    const subject = (await deps.subjects.find({ tenant: of.tenant, id: of.subjectId }))?.state.facts;
    const credential = subject && credentialOf(subject, of.credentialId);
    const { fallback } = deps.policy;
    const stages =
      subject === undefined || credential === undefined
        ? fallback
        : stagePolicyFor(deps.policy, subject, credential);
    return stages.retire ?? 'proven';
  };

  /** Why it may go now; undefined: it may not, and people were asked. */
  const evidenceFor = async (
    stored: Stored<Renewal>,
    at: Redeemed,
    now: Instant,
  ): Promise<Result<RetirementEvidence | undefined, Postponed>> => {
    const rules = deps.policy.retirement;
    const settled = settledBy(at, await ruleFor(at), rules, now);
    if (settled !== undefined) return ok(evidence(settled));
    const signIns = await signedIn(at);
    if (!signIns.ok) return signIns;
    const verdict = retirementBy(at, signIns.value, rules, now);
    if (verdict.kind === 'remove') return ok(evidence(verdict.basis, signIns.value));
    const asked = await ask(at, verdict, signIns.value ?? NOTHING);
    if (!asked.ok) return asked;
    const { cause, until } = verdict;
    const postponed = await saga.move(stored, { kind: 'postpone-retirement', cause, until, now }, (next) => [
      saga.event('expiry-monitor.renewal.retirement-postponed.v1', next, {
        ...{ keyId: at.of.keyId, cause },
        retireAt: toIso(at.retireAt),
        postponedTo: toIso(until),
      }),
    ]);
    if (postponed.ok) deps.log('RETIREMENT_POSTPONED', { renewalId: at.id, cause });
    return ok(undefined);
  };

  return async (id: RenewalId): Promise<void> => {
    const loaded = await saga.load(id, 'retire-credential');
    if (loaded?.at.state !== 'redeemed') return;
    const { stored, at } = loaded;
    const now = deps.clock.now();
    if (now < at.retireAt) return; // woken early; the date stands
    const found = await evidenceFor(stored, at, now);
    if (!found.ok) return saga.postpone(stored, found.failure);
    if (found.value === undefined) return;
    const why = found.value;
    const { tenant, nativeId, inPlaceOf, kind, keyId } = at.of;
    const removed = await holdingOf(deps, inPlaceOf ?? kind).remove({ tenant, nativeId }, keyId);
    if (!removed.ok) return saga.postpone(stored, removed.failure);
    const retired = await saga.move(stored, { kind: 'retire', now, evidence: why }, (next) => [
      saga.event('expiry-monitor.renewal.credential-retired.v1', next, {
        ...{ keyId: at.of.keyId, basis: why.basis },
        retiredAt: toIso(now),
      }),
    ]);
    if (retired.ok) deps.log('STEP_DONE', { renewalId: id, step: 'retire-credential' });
  };
};

const NOTHING: SignIns = { old: undefined, made: undefined };

const evidence = (
  basis: RetirementEvidence['basis'],
  { old, made }: SignIns = NOTHING,
): RetirementEvidence => ({ basis, oldUsedAt: old, newUsedAt: made });
