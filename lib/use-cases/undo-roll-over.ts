import { carrierOf } from '../domain/roll-over-plan.ts';
import type { ActiveRenewal } from '../domain/renewal.ts';
import { ok, type Result } from '../domain/result.ts';
import type { MailFailure } from '../ports/mailer.ts';
import type { IssuerFailure } from '../ports/credential-issuer.ts';
import { oursAmong, type RollOverDeps } from './roll-over-by-us.ts';

type Cancelling = Extract<ActiveRenewal, { state: 'cancelling' }>;

/**
 * Takes back what a roll-over made, and tells the partners who had been told. One that somebody has put into use by hand
 * stays: taking it away would stop every sign-in.
 */
export const undoRollOver = (
  deps: Pick<RollOverDeps, 'signing' | 'mailer' | 'texts' | 'team' | 'metadataUrl' | 'log'>,
) => {
  const removeOurs = async ({ id, of }: Cancelling): Promise<Result<undefined, IssuerFailure>> => {
    const holder = { tenant: of.tenant, nativeId: of.nativeId };
    const signer = await deps.signing.look(holder);
    if (!signer.ok) return signer.failure.code === 'NOT_FOUND' ? ok(undefined) : signer;
    for (const { keyId } of oursAmong(signer.value, id)) {
      const removed = await deps.signing.remove(holder, keyId);
      if (removed.ok) continue;
      const { failure } = removed;
      if (failure.code !== 'IN_USE') return { ok: false, failure };
      deps.log('SECONDARY_IN_USE', { renewalId: id, keyId });
    }
    return ok(undefined);
  };

  return async (at: Cancelling): Promise<Result<undefined, IssuerFailure | MailFailure>> => {
    const { of, rollOver, ticket, past } = at;
    if (carrierOf(of) === 'us' && past.attempts > 0) {
      const removed = await removeOurs(at);
      if (!removed.ok) return removed;
    }
    for (const partner of rollOver?.partners ?? []) {
      if (partner.toldAt === undefined || partner.address === undefined || rollOver === undefined) continue;
      const sent = await deps.mailer.send({
        to: partner.address,
        reference: at.id,
        ...deps.texts.partnerMail({
          ...{ applicationName: of.name, applicationId: of.appId, environment: of.environment },
          ...{ kind: of.kind, partner: partner.name, next: undefined, oldExpiresAt: of.expiresAt },
          ...{ switchAt: rollOver.plan.switchAt, ticket: ticket?.number ?? 'none', team: deps.team },
          ...{ isOff: true, metadataUrl: deps.metadataUrl(of.tenant, of.appId) },
        }),
      });
      if (!sent.ok && sent.failure.code === 'UNAVAILABLE') return sent;
    }
    return ok(undefined);
  };
};
