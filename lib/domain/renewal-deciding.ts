import type { ActiveRenewal, Refusal, RenewalCommand } from './renewal.ts';
import { baseOf } from './renewal-call-off.ts';
import { fail, ok, type Result } from './result.ts';
import type { Instant } from './time.ts';

type Command = Extract<
  RenewalCommand,
  { kind: 'look-later' | 'grant' | 'refuse' | 'approve' | 'deny' | 'void-approval' }
>;
type Requested = Extract<ActiveRenewal, { state: 'requested' }>;

/** What approvers bring about while a request waits for them, and what takes an approval back. */
export const decide = (r: ActiveRenewal, command: Command): Result<ActiveRenewal, Refusal> => {
  if (command.kind === 'void-approval') return voided(r, command);
  if (r.state !== 'requested') return fail('OUT_OF_ORDER');
  switch (command.kind) {
    case 'look-later':
      return ok({
        ...tendedAt(r, command.tendAt),
        nextLookAt: command.nextLookAt,
        askedAt: r.askedAt ?? command.askedAt,
        waiting: command.waiting ?? r.waiting,
      });
    case 'grant':
      return ok({ ...r, granted: [...(r.granted ?? []), command.decisionId], askedAt: command.askedAt });
    case 'refuse':
      return ok({ ...r, refused: [...r.refused, command.refused] });
    case 'approve':
      if (r.recipient === undefined) return fail('NO_RECIPIENT');
      return ok({
        ...decided(tendedAt(r, command.tendAt)),
        state: 'approved',
        approval: command.approval,
        attempt: r.past.attempts,
      });
    case 'deny':
      return ok({
        ...decided(tendedAt(r, command.tendAt)),
        state: 'denied',
        decision: command.decision,
        by: command.by,
      });
  }
};

/** With its people told at that time, if they are. */
const tendedAt = (r: Requested, nextAt: Instant | undefined): Requested =>
  nextAt === undefined ? r : { ...r, tended: { ...r.tended, nextAt } };

/** Without what only a request that waits has. */
const decided = ({ id, of, recipient, revision, seq, tended, past, ticket }: Requested) => ({
  ...{ id, of, recipient, revision, seq, tended, past, ticket },
});

/**
 * Before anything is made of it: whoever approved must not have, or is no longer there. The request waits again, and what
 * they decided counts no more. Attempts count on.
 */
const voided = (
  r: ActiveRenewal,
  { refused, nextLookAt }: Extract<Command, { kind: 'void-approval' }>,
): Result<ActiveRenewal, Refusal> => {
  if (r.state !== 'approved' && r.state !== 'awaiting-certificate') return fail('OUT_OF_ORDER');
  const past = { ...r.past, attempts: r.attempt };
  const { ticket } = r;
  return ok({
    ...{ ...baseOf(r), past, ticket },
    state: 'requested',
    nextLookAt,
    refused,
    // Its stages and its time-out begin anew.
    askedAt: nextLookAt,
    confirmAfter: undefined,
  });
};
