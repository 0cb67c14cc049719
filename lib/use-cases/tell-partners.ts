import { active, type Renewal } from '../domain/renewal.ts';
import type { Partner } from '../domain/roll-over.ts';
import type { Result } from '../domain/result.ts';
import { ok } from '../domain/result.ts';
import type { Stored } from '../ports/aggregates.ts';
import type { DeskFailure } from '../ports/service-desk.ts';
import type { MailFailure } from '../ports/mailer.ts';
import { noteOnTicket } from './note-on-ticket.ts';
import { renewalSaga } from './renewal-saga.ts';
import type { Onward, RollingOver } from './rolling-over.ts';
import type { RollOverDeps } from './roll-over-by-us.ts';
import { rollOverEvent } from './roll-over-event.ts';

/** Tells each partner by mail; those without an address stand on the ticket. Then their answers are waited for. */
export const tellPartners = (deps: RollOverDeps) => {
  const saga = renewalSaga(deps);
  const says = rollOverEvent(saga);

  const mail = async (
    { id, of, ticket, rollOver }: RollingOver,
    partner: Partner,
  ): Promise<Result<undefined, MailFailure | DeskFailure>> => {
    if (partner.address === undefined || !('next' in rollOver.at)) return ok(undefined);
    const sent = await deps.mailer.send({
      to: partner.address,
      reference: id,
      ...deps.texts.partnerMail({
        ...{ applicationName: of.name, applicationId: of.appId, environment: of.environment, kind: of.kind },
        ...{ partner: partner.name, next: rollOver.at.next, oldExpiresAt: of.expiresAt },
        ...{ switchAt: rollOver.plan.switchAt, ticket: ticket.number, team: deps.team, isOff: false },
        metadataUrl: deps.metadataUrl(of.tenant, of.appId),
      }),
    });
    if (sent.ok || sent.failure.code === 'UNAVAILABLE') return sent;
    return noteOnTicket(deps, { id, ticket }, deps.texts.partnerUnreached(partner.name));
  };

  return async (stored: Stored<Renewal>, at: RollingOver): Promise<Onward | 'waits'> => {
    const [first, ...others] = at.rollOver.partners.filter(({ toldAt }) => toldAt === undefined);
    const now = deps.clock.now();
    if (first === undefined) {
      const settled = await saga.move(
        stored,
        { kind: 'roll-over', does: { kind: 'settle', now } },
        says('partners-answered'),
      );
      if (settled.ok) return settled.value;
      return settled.failure === 'NOT_YET' ? 'waits' : undefined;
    }
    const sent = await mail(at, first);
    if (!sent.ok) {
      await saga.postpone(stored, { ...sent.failure, code: `PARTNER_${sent.failure.code}` });
      return undefined;
    }
    const does = { kind: 'told', partner: first.name, now } as const;
    const told = await saga.move(stored, { kind: 'roll-over', does }, (next) =>
      others.length === 0 ? says('partners-told')(next) : [],
    );
    return told.ok && active(told.value.state).state === 'rolling-over' ? told.value : undefined;
  };
};
