import { NO_PROGRESS } from './next-version.ts';
import type { ActiveRenewal, Refusal, RenewalCommand } from './renewal.ts';
import { fail, ok, type Result } from './result.ts';

type Command = Extract<RenewalCommand, { kind: 'begin-version' | 'lease-version' | 'note-version' }>;

/**
 * How a renewal comes to the next version of a vault's item.
 *
 * Invariant: whoever asks the vault for something holds the lease, and has noted that before.
 */
export const renewVersion = (r: ActiveRenewal, command: Command): Result<ActiveRenewal, Refusal> => {
  const { now } = command;
  if (command.kind === 'begin-version') {
    if (r.state !== 'approved') return outOfOrder;
    if (now < (r.tended.notBefore ?? now)) return fail('NOT_YET');
    const { attempt: _, ...base } = r;
    return ok({ ...base, state: 'renewing-version', version: NO_PROGRESS, leaseUntil: now, nextLookAt: now });
  }
  if (r.state !== 'renewing-version') return outOfOrder;
  if (command.kind === 'note-version')
    return ok({ ...r, version: command.version, nextLookAt: command.nextLookAt, leaseUntil: now });
  return now < r.leaseUntil ? fail('LEASED') : ok({ ...r, leaseUntil: command.leaseUntil });
};

const outOfOrder = fail('OUT_OF_ORDER');
