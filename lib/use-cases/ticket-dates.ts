import { removalOn } from '../domain/removal-day.ts';
import type { ActiveRenewal } from '../domain/renewal.ts';
import { carrierOf } from '../domain/roll-over-plan.ts';
import { advanceRollOver, canBeUndone } from '../domain/roll-over-advance.ts';
import type { Tended } from '../domain/tended.ts';
import type { TicketView } from '../domain/ticket-view.ts';
import { type Instant, toIso } from '../domain/time.ts';

export interface DatesRead {
  readonly changed: Pick<Tended, 'removalDay' | 'dueDate' | 'notBefore' | 'removeAt'>;
  readonly retireAt: Instant | undefined;
  /** When the next signing certificate is to be used. */
  readonly switchAt: Instant | undefined;
  /** For whoever the request is for. */
  readonly say: readonly string[];
}

/** What the dates on a record mean that people changed since they were read last. */
export const ticketDates = (at: ActiveRenewal, view: TicketView, now: Instant): DatesRead => {
  const removal = removalOf(at, view, now);
  const due = at.state === 'rolling-over' ? switchOf(at, view, now) : dueOf(at, view);
  return {
    changed: { ...removal.changed, ...due.changed },
    retireAt: removal.retireAt,
    switchAt: due.switchAt,
    say: [...removal.say, ...due.say],
  };
};

const removalOf = (at: ActiveRenewal, { removalDay: day }: TicketView, now: Instant) => {
  const { removalDay: known, removeAt } = at.tended;
  const unchanged = { changed: { removalDay: day ?? known, removeAt }, retireAt: undefined, say: [] };
  // What stood there when we looked first is the form's, and nobody's wish.
  if (day === undefined || day === known || known === undefined || HAS_GONE.has(at.state)) return unchanged;
  const wished = removalOn(day, at.of.expiresAt, now);
  const before =
    at.state === 'rolling-over' && canBeUndone(at.rollOver) ? at.rollOver.plan.switchAt : undefined;
  if (wished.ok && before !== undefined && wished.value <= before)
    return { ...unchanged, say: [beforeSwitch(day, before)] };
  if (!wished.ok) return { ...unchanged, say: [wished.failure === 'PAST' ? pastDay(day) : noDay(day)] };
  return {
    changed: { removalDay: day, removeAt: wished.value },
    retireAt: wished.value,
    say: [`The old one will be removed on ${toIso(wished.value)}, as the Old Secret Expiry Date now says.`],
  };
};

const HAS_GONE: ReadonlySet<ActiveRenewal['state']> = new Set([
  'retired',
  'closed',
  'replaced',
  'closed-by-hand',
  'cancelling',
  'cancelled',
]);

const pastDay = (day: string): string =>
  `The Old Secret Expiry Date ${plainDay(day)} is over, so it was not taken over. Please write a day that is still to come; the old one goes on its own end at the latest.`;
const beforeSwitch = (day: string, switchAt: Instant): string =>
  `The Old Secret Expiry Date ${plainDay(day)} was not taken over: the next certificate is used from ${toIso(switchAt)} on, and the old one is needed until then.`;
const noDay = (day: string): string =>
  `The Old Secret Expiry Date "${plainDay(day)}" is no day that can be read, so it was not taken over. Please write it as 2026-12-31.`;

/** Foreign text that is shown back. */
const plainDay = (day: string): string => day.replace(/[^\w .:/+-]/g, '?').slice(0, 40);

const dueOf = (at: ActiveRenewal, { dueAt }: TicketView) => {
  const dueDate = dueAt === undefined ? '' : toIso(dueAt);
  const { dueDate: known, notBefore } = at.tended;
  const isWaiting = at.state === 'requested' || at.state === 'approved';
  if (dueDate === known || known === undefined || !isWaiting)
    return { changed: { dueDate, notBefore }, switchAt: undefined, say: [] };
  return {
    changed: { dueDate, notBefore: dueAt },
    switchAt: undefined,
    say: [dueAt === undefined ? NO_DUE_DATE : doneOn(dueAt, at)],
  };
};

/** The due date of a roll-over is the agreed date of its switch. */
const switchOf = (
  at: Extract<ActiveRenewal, { state: 'rolling-over' }>,
  { dueAt }: TicketView,
  now: Instant,
) => {
  const dueDate = dueAt === undefined ? '' : toIso(dueAt);
  const { dueDate: known, notBefore } = at.tended;
  const changed = { changed: { dueDate, notBefore }, switchAt: undefined };
  if (dueAt === undefined || dueDate === known || known === undefined) return { ...changed, say: [] };
  if (!canBeUndone(at.rollOver)) return { ...changed, say: [SWITCHED] };
  const agreed = advanceRollOver(at.rollOver, { kind: 'agree', switchAt: dueAt, now });
  if (!agreed.ok) return { ...changed, say: [noSwitchOn(dueAt, at.of.expiresAt)] };
  return { ...changed, switchAt: dueAt, say: [`The next certificate will be used from ${toIso(dueAt)} on.`] };
};

const SWITCHED = 'The switch has begun, so its date can not be changed any more.';
const noSwitchOn = (dueAt: Instant, expiresAt: Instant): string =>
  `The due date ${toIso(dueAt)} was not taken over as the date of the switch: it has to be still to come, and not after ${toIso(expiresAt)}, when the old certificate ends.`;

const NO_DUE_DATE = 'The due date of this request was taken out: it is done as soon as it is approved.';
const doneOn = (dueAt: Instant, { of: { expiresAt, source, kind } }: ActiveRenewal): string =>
  `The team means to do this on ${toIso(dueAt)}. Once it is approved, ${
    carrierOf({ source, kind }) === undefined
      ? 'the new credential is made then, and not before'
      : 'the next certificate is put beside the old one, and is used from then on'
  }.${
    dueAt > expiresAt
      ? ` The old one ends earlier, on ${toIso(expiresAt)}: please agree on another date.`
      : ''
  }`;
