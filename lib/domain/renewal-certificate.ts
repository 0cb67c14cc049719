import type { ActiveRenewal, Refusal, RenewalCommand } from './renewal.ts';
import { baseOf } from './renewal-call-off.ts';
import { fail, ok, type Result } from './result.ts';

type Command = Extract<
  RenewalCommand,
  {
    kind:
      | 'ask-certificate'
      | 'invite'
      | 'await-certificate'
      | 'accept-certificate'
      | 'begin-placing'
      | 'place-certificate'
      | 'decline-certificate';
  }
>;

/**
 * The way of a certificate that its owner hands in: it is asked for, waited for, accepted, put in place. The owner has its
 * private key from the start, so what is in place is at its owner: `redeemed`.
 *
 * Invariant: what is put in place was noted before, with the key id that it gets; so it is known again after any crash.
 */
export const certify = (r: ActiveRenewal, command: Command): Result<ActiveRenewal, Refusal> => {
  switch (command.kind) {
    case 'ask-certificate': {
      if (r.state !== 'approved') return outOfOrder;
      if (command.now < (r.tended.notBefore ?? 0)) return fail('NOT_YET');
      const { now: since } = command;
      return ok({
        ...r,
        state: 'awaiting-certificate',
        since,
        nextLookAt: since,
        leaseUntil: since,
        answered: [],
        linkId: undefined,
        askedAt: undefined,
      });
    }
    case 'invite': {
      if (r.state !== 'awaiting-certificate') return outOfOrder;
      if (command.now < r.leaseUntil) return fail('LEASED');
      const { linkId, leaseUntil } = command;
      const attempt = r.attempt + 1;
      return ok({ ...r, attempt, linkId, askedAt: undefined, leaseUntil, nextLookAt: leaseUntil });
    }
    case 'await-certificate': {
      if (r.state !== 'awaiting-certificate') return outOfOrder;
      const { askedAt, nextLookAt, answered, now: leaseUntil } = command;
      return ok({ ...r, askedAt, nextLookAt, answered, leaseUntil });
    }
    case 'accept-certificate': {
      if (r.state !== 'awaiting-certificate') return outOfOrder;
      if (command.now < r.leaseUntil) return fail('LEASED');
      const { nextLookAt: _, ...base } = r;
      const { certificate, keyId, answered, now: leaseUntil } = command;
      const attempt = r.attempt + 1;
      return ok({ ...base, state: 'placing-certificate', attempt, certificate, keyId, answered, leaseUntil });
    }
    case 'begin-placing':
      if (r.state !== 'placing-certificate') return outOfOrder;
      return command.now < r.leaseUntil ? fail('LEASED') : ok({ ...r, leaseUntil: command.leaseUntil });
    case 'place-certificate':
      return placed(r, command);
    case 'decline-certificate': {
      if (r.state !== 'placing-certificate') return outOfOrder;
      const { certificate: _, keyId: __, ...base } = r;
      return ok({
        ...base,
        state: 'awaiting-certificate',
        linkId: undefined,
        askedAt: undefined,
        nextLookAt: command.now,
        leaseUntil: command.now,
      });
    }
  }
};

const outOfOrder = fail('OUT_OF_ORDER');

const placed = (
  r: ActiveRenewal,
  { now, retireAt }: Extract<Command, { kind: 'place-certificate' }>,
): Result<ActiveRenewal, Refusal> => {
  if (r.state !== 'placing-certificate') return outOfOrder;
  const { certificate, keyId, attempt, linkId, ticket, approval } = r;
  const { expiresAt } = certificate;
  return ok({
    ...baseOf(r),
    ticket,
    approval,
    state: 'redeemed',
    made: { attempt, keyId, expiresAt, issuedAt: now, ...(linkId !== undefined && { linkId }) },
    redeemedAt: now,
    retireAt,
  });
};
