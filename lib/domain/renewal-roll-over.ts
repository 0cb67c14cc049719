import type { ActiveRenewal, Refusal, RenewalCommand } from './renewal.ts';
import { baseOf } from './renewal-call-off.ts';
import { fail, ok, type Result } from './result.ts';
import { advanceRollOver } from './roll-over-advance.ts';
import type { RollOver, RollOverCommand } from './roll-over.ts';
import type { Instant } from './time.ts';

/** A step of a roll-over, as a move of its renewal. Undoing is calling off, which takes back what else there is as well. */
export const rolledOver = (
  r: ActiveRenewal,
  { does, heard }: Omit<Extract<RenewalCommand, { kind: 'roll-over' }>, 'kind'>,
): Result<ActiveRenewal, Refusal> => {
  if (r.state !== 'rolling-over' || does.kind === 'undo' || does.kind === 'undone')
    return fail('OUT_OF_ORDER');
  const moved = advanceRollOver(r.rollOver, does);
  if (!moved.ok) return moved;
  const rollOver =
    heard === undefined ? moved.value : { ...moved.value, heard: [...moved.value.heard, heard] };
  const { at } = rollOver;
  if (at.phase !== 'removed') return ok({ ...r, rollOver });
  const { keyId, thumbprint, expiresAt } = at.next;
  return ok({
    ...baseOf(r),
    state: 'replaced',
    ...{ ticket: r.ticket, approval: r.approval, rollOver },
    by: { keyId: keyId ?? thumbprint ?? 'not known', expiresAt, seenAt: at.switched.at },
  });
};

/** The dates that people wrote on the record. What they may not be was said to them when they were read. */
export const tendedRollOver = (
  r: ActiveRenewal,
  switchAt: Instant | undefined,
  removeAt: Instant | undefined,
): ActiveRenewal => {
  if (r.state !== 'rolling-over') return r;
  const commands: readonly RollOverCommand[] = [
    ...(switchAt === undefined ? [] : [{ kind: 'agree', switchAt, now: switchAt } as const]),
    ...(removeAt === undefined ? [] : [{ kind: 'keep-until', removeAt } as const]),
  ];
  const rollOver = commands.reduce<RollOver>((before, command) => {
    const next = advanceRollOver(before, command);
    return next.ok ? next.value : before;
  }, r.rollOver);
  return { ...r, rollOver };
};
