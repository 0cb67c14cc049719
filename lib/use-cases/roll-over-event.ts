import { active } from '../domain/renewal.ts';
import type { RollOver, RollOverPlace } from '../domain/roll-over.ts';
import { settlesAt } from '../domain/roll-over-due.ts';
import { type Instant, toIso } from '../domain/time.ts';
import type { RenewalSaga, Say } from './renewal-saga.ts';

/** Says that a step was done, from where the roll-over stands after it. */
export const rollOverEvent =
  (saga: RenewalSaga) =>
  (step: string): Say =>
  (next) => {
    const r = active(next);
    const rollOver = 'rollOver' in r ? r.rollOver : undefined;
    if (rollOver === undefined) return [];
    const { at, partners } = rollOver;
    const nextAt = plannedAt(rollOver);
    const knownBy = proofIn(at);
    return [
      saga.event('expiry-monitor.renewal.rollover-step.v2', next, {
        step,
        carrier: rollOver.carrier,
        ...(knownBy !== undefined && { knownBy }),
        ...(nextAt !== undefined && { nextAt: toIso(nextAt) }),
        ...('next' in at && at.next.keyId !== undefined && { newKeyId: at.next.keyId }),
        ...('next' in at && at.next.thumbprint !== undefined && { newThumbprint: at.next.thumbprint }),
        partnersTold: partners.filter(({ toldAt }) => toldAt !== undefined).length,
        partnersAnswered: partners.filter(({ answer }) => answer?.kind === 'acknowledged').length,
      }),
    ];
  };

const plannedAt = ({ at, plan }: RollOver): Instant | undefined => {
  switch (at.phase) {
    case 'telling':
      return settlesAt(plan, at.answerBy);
    case 'adding':
    case 'agreed':
    case 'switching':
      return plan.switchAt;
    case 'switched':
      return at.removeAt;
    case 'removed':
    case 'undoing':
    case 'undone':
      return undefined;
  }
};

const proofIn = (at: RollOverPlace): string | undefined => {
  if ('removed' in at) return at.removed.kind;
  if ('switched' in at) return at.switched.kind;
  return 'added' in at ? at.added.kind : undefined;
};
