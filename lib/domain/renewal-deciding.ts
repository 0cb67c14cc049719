import type { ActiveRenewal, Refusal, RenewalCommand } from './renewal.ts';
import { baseOf } from './renewal-call-off.ts';
import { fail, ok, type Result } from './result.ts';

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
      return ok({ ...r, nextLookAt: command.nextLookAt, askedAt: r.askedAt ?? command.askedAt });
    case 'grant':
      return ok({ ...r, granted: [...(r.granted ?? []), command.decisionId], askedAt: command.askedAt });
    case 'refuse':
      return ok({ ...r, refused: [...r.refused, command.refused] });
    case 'approve':
      if (r.recipient === undefined) return fail('NO_RECIPIENT');
      return ok({ ...decided(r), state: 'approved', approval: command.approval, attempt: r.past.attempts });
    case 'deny':
      return ok({ ...decided(r), state: 'denied', decision: command.decision, by: command.by });
  }
};

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
    confirmAfter: undefined,
  });
};
