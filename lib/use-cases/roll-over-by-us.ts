import type { Policy } from '../domain/policy.ts';
import { markerText, readMarker } from '../domain/marker.ts';
import { active, type Renewal } from '../domain/renewal.ts';
import { ok, type Result } from '../domain/result.ts';
import type { NextCertificate } from '../domain/roll-over.ts';
import { partnersOf } from '../domain/roll-over-seen.ts';
import { type Duration, plus, toIso } from '../domain/time.ts';
import type { Stored } from '../ports/aggregates.ts';
import type { IssuerFailure } from '../ports/credential-issuer.ts';
import type { Decisions } from '../ports/decisions.ts';
import type { Links } from '../ports/links.ts';
import type { Mailer } from '../ports/mailer.ts';
import type { People } from '../ports/people.ts';
import type { ServiceDesk } from '../ports/service-desk.ts';
import type { Signer, SigningCertificates } from '../ports/signing-certificates.ts';
import type { Subjects } from '../ports/subjects.ts';
import type { Texts } from '../ports/texts.ts';
import { beginCallOff } from './begin-call-off.ts';
import { renewalSaga, type SagaDeps } from './renewal-saga.ts';
import type { Onward, RollingOver } from './rolling-over.ts';
import { rollOverEvent } from './roll-over-event.ts';

export interface RollOverDeps extends SagaDeps {
  readonly signing: SigningCertificates;
  readonly subjects: Subjects;
  readonly decisions: Decisions;
  readonly links: Links;
  readonly people: People;
  readonly desk: ServiceDesk;
  readonly mailer: Mailer;
  readonly texts: Texts;
  readonly policy: Policy;
  readonly stepLease: Duration;
  readonly team: { readonly name: string; readonly address: string };
  /** Where a relying party reads what its application is signed with; undefined where that is not known. */
  metadataUrl(tenant: string, appId: string | undefined): string | undefined;
}

/** Those that this renewal made, whichever attempt it was. */
export const oursAmong = ({ certificates }: Signer, id: Renewal['id']) =>
  certificates
    .filter(({ name }) => readMarker(name)?.renewalId === id)
    .toSorted((a, b) => (a.keyId < b.keyId ? -1 : 1));

/** The steps that the directory lets us do: it makes the next one, signs with it, and takes the old one away. */
export const rollOverByUs = (deps: RollOverDeps) => {
  const saga = renewalSaga(deps);
  const says = rollOverEvent(saga);
  const callOff = beginCallOff(deps);

  const holderOf = ({ of }: RollingOver) => ({ tenant: of.tenant, nativeId: of.nativeId });

  /** The one that an attempt before this one made, or a new one. A name tells ours from all others. */
  const made = async (at: RollingOver, signer: Signer): Promise<Result<NextCertificate, IssuerFailure>> => {
    const [known] = oursAmong(signer, at.id);
    if (known !== undefined) return ok(known);
    const expiresAt = plus(deps.clock.now(), deps.policy.rollOver.lifetime);
    const name = markerText({ renewalId: at.id, attempt: at.rollOver.attempt });
    return deps.signing.add(holderOf(at), name, expiresAt);
  };

  const add = async (before: Stored<Renewal>): Promise<Onward | 'waits'> => {
    const now = deps.clock.now();
    const does = { kind: 'begin-add', leaseUntil: plus(now, deps.stepLease), now } as const;
    const begun = await saga.move(before, { kind: 'roll-over', does });
    if (!begun.ok) return undefined; // somebody is at it, or moved it on
    const stored = begun.value;
    const at = active(stored.state);
    if (at.state !== 'rolling-over') return undefined;
    const signer = await deps.signing.look(holderOf(at));
    if (!signer.ok) return postpone(stored, signer.failure);
    const next = await made(at, signer.value);
    if (!next.ok) return postpone(stored, next.failure);
    const { keyId, thumbprint, expiresAt } = next.value;
    const facts = await deps.subjects.find({ tenant: at.of.tenant, id: at.of.subjectId });
    const moved = await saga.move(
      stored,
      {
        kind: 'roll-over',
        does: {
          kind: 'added',
          next: { keyId, thumbprint, expiresAt },
          partners: partnersOf(facts?.state.facts, at.of, signer.value.notify),
          proof: { kind: 'done', at: deps.clock.now() },
          now: deps.clock.now(),
        },
      },
      says('next-added'),
    );
    if (moved.ok) return moved.value;
    // It was called off meanwhile, and whoever does that may have looked before this one was there.
    if (keyId !== undefined) await deps.signing.remove(holderOf(at), keyId);
    return undefined;
  };

  const postpone = async (
    stored: Stored<Renewal>,
    failure: { readonly code: string; readonly detail: string },
  ): Promise<undefined> => {
    await saga.postpone(stored, failure);
    return undefined;
  };

  /** Right before the switch: nobody else has chosen another one, and of ours there is but one. */
  const beginSwitch = async (stored: Stored<Renewal>, at: RollingOver): Promise<Onward | 'waits'> => {
    const now = deps.clock.now();
    if (at.rollOver.at.phase !== 'agreed' || now < at.rollOver.plan.switchAt) return 'waits';
    const { next } = at.rollOver.at;
    const signer = await deps.signing.look(holderOf(at));
    if (!signer.ok) return postpone(stored, signer.failure);
    const { inUse, certificates } = signer.value;
    const ours = oursAmong(signer.value, at.id);
    const isTheirs =
      inUse !== undefined && inUse !== at.of.keyId && !ours.some(({ keyId }) => keyId === inUse);
    if (isTheirs) {
      const used = certificates.find(({ keyId }) => keyId === inUse);
      await callOff(stored, { cause: 'renewed-by-others', keyId: used?.keyId ?? inUse, by: undefined });
      return undefined;
    }
    if (!ours.some(({ thumbprint }) => thumbprint === next.thumbprint))
      return postpone(stored, { code: 'NEXT_GONE', detail: 'The next certificate is not there any more.' });
    for (const extra of ours.filter(
      ({ thumbprint, keyId }) => thumbprint !== next.thumbprint && keyId !== inUse,
    )) {
      const removed = await deps.signing.remove(holderOf(at), extra.keyId);
      if (!removed.ok) return postpone(stored, removed.failure);
    }
    const begun = await saga.move(stored, { kind: 'roll-over', does: { kind: 'begin-switch', now } });
    return begun.ok ? begun.value : undefined;
  };

  const remove = async (stored: Stored<Renewal>, at: RollingOver): Promise<Onward | 'waits'> => {
    const now = deps.clock.now();
    if (at.rollOver.at.phase !== 'switched' || now < at.rollOver.at.removeAt) return 'waits';
    const removed = await deps.signing.remove(holderOf(at), at.of.keyId);
    if (!removed.ok) return postpone(stored, removed.failure);
    const does = { kind: 'removed', proof: { kind: 'done', at: now }, now } as const;
    const moved = await saga.move(stored, { kind: 'roll-over', does }, (next) => [
      ...says('old-removed')(next),
      saga.event('expiry-monitor.renewal.credential-retired.v1', next, {
        keyId: at.of.keyId,
        retiredAt: toIso(now),
      }),
    ]);
    if (moved.ok) deps.log('STEP_DONE', { renewalId: at.id, step: 'roll-over' });
    return undefined;
  };

  return {
    step: (stored: Stored<Renewal>, at: RollingOver): Promise<Onward | 'waits'> => {
      const { phase } = at.rollOver.at;
      if (phase === 'adding') return add(stored);
      return phase === 'agreed' ? beginSwitch(stored, at) : remove(stored, at);
    },
    /** Begun, so it is done: choosing the same one twice is as good as once. */
    switch: async (stored: Stored<Renewal>, at: RollingOver): Promise<Onward> => {
      const { at: place } = at.rollOver;
      if (place.phase !== 'switching') return undefined;
      const used = await deps.signing.use(holderOf(at), place.next.thumbprint ?? '');
      if (!used.ok) {
        // Refused for good: nothing has happened, so it may be stopped and undone again.
        const back =
          used.failure.code === 'UNAVAILABLE'
            ? undefined
            : await saga.move(stored, { kind: 'roll-over', does: { kind: 'give-up-switch' } });
        return postpone(back?.ok === true ? back.value : stored, used.failure);
      }
      const does = { kind: 'switched', proof: { kind: 'done', at: deps.clock.now() } } as const;
      const moved = await saga.move(stored, { kind: 'roll-over', does }, says('switched'));
      return moved.ok ? moved.value : undefined;
    },
  };
};
