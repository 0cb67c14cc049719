import type { Renewal } from '../domain/renewal.ts';
import type { RollOverStep } from '../domain/roll-over.ts';
import { mayDo } from '../domain/roll-over-word.ts';
import type { Stored } from '../ports/aggregates.ts';
import { noteOnTicket } from './note-on-ticket.ts';
import { renewalSaga } from './renewal-saga.ts';
import type { Onward, RollingOver } from './rolling-over.ts';
import type { RollOverDeps } from './roll-over-by-us.ts';

/** Tells the people on the ticket, once, what has been done, what comes next, and what they have to do for it. */
export const announceStep = (deps: Pick<RollOverDeps, 'desk' | 'texts' | 'metadataUrl'> & SagaOnly) => {
  const saga = renewalSaga(deps);
  return async (stored: Stored<Renewal>, at: RollingOver, step: RollOverStep): Promise<Onward> => {
    const { of, rollOver } = at;
    const text = deps.texts.rollOverNote({
      ...{ step, rollOver, renewalId: at.id, name: of.name, kind: of.kind },
      oldKeyId: of.keyId,
      needsApproval: !mayDo(rollOver, step).ok,
      metadataUrl: deps.metadataUrl(of.tenant, of.appId),
    });
    const noted = await noteOnTicket(deps, at, text, 'requester');
    if (!noted.ok) {
      await saga.postpone(stored, noted.failure);
      return undefined;
    }
    const asked = await saga.move(stored, { kind: 'roll-over', does: { kind: 'ask', step } });
    return asked.ok ? asked.value : undefined;
  };
};

type SagaOnly = Parameters<typeof renewalSaga>[0];
