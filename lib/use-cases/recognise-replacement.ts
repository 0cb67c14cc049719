import { type Credential, credentialOf, type Subject } from '../domain/credential.ts';
import type { RenewalId } from '../domain/ids.ts';
import { readMarker } from '../domain/marker.ts';
import { active, type ActiveRenewal, type Renewal } from '../domain/renewal.ts';
import { replacementOf, successorOf } from '../domain/replaced.ts';
import type { Instant } from '../domain/time.ts';
import type { Stored } from '../ports/aggregates.ts';
import type { Links } from '../ports/links.ts';
import type { Subjects } from '../ports/subjects.ts';
import { beginCallOff, type CalledOff } from './begin-call-off.ts';
import { renewalSaga, type SagaDeps } from './renewal-saga.ts';

interface Deps extends SagaDeps {
  readonly subjects: Subjects;
  readonly links: Links;
}

type What =
  | { readonly kind: 'gone' }
  | { readonly kind: 'replaced'; readonly by: Credential }
  | { readonly kind: 'perhaps'; readonly by: Credential };

/** What is done about it: nothing, or the renewal moved; `perhaps` names a newer one that may serve something else. */
export type Recognised =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'moved' }
  | { readonly kind: 'perhaps'; readonly by: Credential };

const TRIES = 3;

/**
 * Someone else made a newer credential, or removed the old one. What waits for people is done by that, and its request
 * is closed with it as the proof; everything before is called off. What is said is a hint: the facts are read again.
 *
 * What we made ourselves is no one else's: it bears our marker.
 */
export const recogniseReplacement = (deps: Deps) => {
  const saga = renewalSaga(deps);
  const callOff = beginCallOff(deps);

  const act = async (stored: Stored<Renewal>, what: What, now: Instant): Promise<CalledOff | 'perhaps'> => {
    const at = active(stored.state);
    if (what.kind === 'perhaps') return 'perhaps';
    if (what.kind === 'replaced' && waitsByHand(at)) {
      const { keyId, expiresAt } = what.by;
      const how = at.state === 'renewing-version' ? ('new-version' as const) : undefined;
      const proved = await saga.move(stored, { kind: 'prove', by: { keyId, expiresAt, seenAt: now, how } });
      return proved.ok ? 'begun' : 'superseded';
    }
    // With a link on its way and no old one, the new one may be all that is left: its hour decides.
    if (what.kind === 'gone' && HAS_LINK.has(at.state)) return 'refused';
    return callOff(stored, {
      cause: what.kind === 'gone' ? 'credential-removed' : 'renewed-by-others',
      keyId: what.kind === 'gone' ? undefined : what.by.keyId,
      by: undefined,
    });
  };

  return async (id: RenewalId): Promise<Recognised> => {
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const stored = await deps.renewals.find(id);
      if (stored === undefined) return { kind: 'nothing' };
      const { tenant, subjectId } = stored.state.of;
      const subject = await deps.subjects.find({ tenant, id: subjectId });
      const now = deps.clock.now();
      const at = active(stored.state);
      // What people bring about there is the proof of a step, and the roll-over itself looks for it.
      if (at.state === 'rolling-over' && at.rollOver.carrier === 'people') return { kind: 'nothing' };
      const what = subject && whatHappened(subject.state.facts, at, now);
      if (what === undefined) return { kind: 'nothing' };
      const done = await act(stored, what, now);
      if (done === 'perhaps' && what.kind === 'perhaps') return { kind: 'perhaps', by: what.by };
      if (done === 'begun') {
        deps.log('STEP_DONE', { renewalId: id, step: 'recognise-replacement', what: what.kind });
        return { kind: 'moved' };
      }
      if (done !== 'superseded') return { kind: 'nothing' };
    }
    throw new Error(`Renewal ${id} kept changing under ${TRIES} writes.`);
  };
};

const HAS_LINK: ReadonlySet<ActiveRenewal['state']> = new Set([
  'placing-certificate',
  'issuing',
  'issued',
  'delivered',
]);

const whatHappened = (facts: Subject, at: ActiveRenewal, now: Instant): What | undefined => {
  const theirs = withoutOurs(facts, at);
  const credential = credentialOf(theirs, at.of.credentialId);
  if (credential === undefined) {
    const by = theirs.credentials.find((other) => isProof(other, at) || isNextVersion(other, at));
    return by === undefined ? { kind: 'gone' } : { kind: 'replaced', by };
  }
  const by = successorOf(theirs, credential, now);
  if (by === undefined) return undefined;
  const isSure = replacementOf(theirs, credential, now) === 'replaced';
  // Whoever was asked to renew it by hand has no other reason to make one.
  return { kind: isSure || isProof(by, at) ? 'replaced' : 'perhaps', by };
};

const waitsByHand = (at: ActiveRenewal): boolean =>
  at.state === 'by-hand' ||
  at.state === 'renewing-version' ||
  at.state === 'link-expired' ||
  at.state === 'revoked';

/** Made after the approval, of the same kind, and outlives the old one. */
const isProof = (other: Credential, at: ActiveRenewal): boolean =>
  (waitsByHand(at) || at.state === 'awaiting-certificate') &&
  'approval' in at &&
  other.kind === at.of.kind &&
  other.enabled &&
  other.id !== at.of.credentialId &&
  other.startsAt !== undefined &&
  other.startsAt >= at.approval.decidedAt &&
  (other.expiresAt === undefined || other.expiresAt > at.of.expiresAt);

/** A vault shows one version of an item, the current one: another than the old one came after it, whenever it begins. */
const isNextVersion = (other: Credential, { of }: ActiveRenewal): boolean =>
  of.subjectKind === 'key-vault-item' &&
  other.kind === of.kind &&
  other.enabled &&
  (other.expiresAt === undefined || other.expiresAt > of.expiresAt);

const withoutOurs = (subject: Subject, { of }: ActiveRenewal): Subject => ({
  ...subject,
  credentials: subject.credentials.filter(
    ({ id, name }) => id === of.credentialId || readMarker(name) === undefined,
  ),
});
