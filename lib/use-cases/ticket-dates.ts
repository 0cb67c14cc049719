import { removalOn } from '../domain/removal-day.ts';
import type { ActiveRenewal } from '../domain/renewal.ts';
import type { Tended } from '../domain/tended.ts';
import type { TicketView } from '../domain/ticket-view.ts';
import { type Instant, toIso } from '../domain/time.ts';

export interface DatesRead {
  readonly changed: Pick<Tended, 'removalDay' | 'dueDate' | 'notBefore' | 'removeAt'>;
  readonly retireAt: Instant | undefined;
  /** For whoever the request is for. */
  readonly say: readonly string[];
}

/** What the dates on a record mean that people changed since they were read last. */
export const ticketDates = (at: ActiveRenewal, view: TicketView, now: Instant): DatesRead => {
  const removal = removalOf(at, view, now);
  const due = dueOf(at, view);
  return {
    changed: { ...removal.changed, ...due.changed },
    retireAt: removal.retireAt,
    say: [...removal.say, ...due.say],
  };
};

const removalOf = (at: ActiveRenewal, { removalDay: day }: TicketView, now: Instant) => {
  const { removalDay: known, removeAt } = at.tended;
  const unchanged = { changed: { removalDay: day ?? known, removeAt }, retireAt: undefined, say: [] };
  // What stood there when we looked first is the form's, and nobody's wish.
  if (day === undefined || day === known || known === undefined || HAS_GONE.has(at.state)) return unchanged;
  const wished = removalOn(day, at.of.expiresAt, now);
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
const noDay = (day: string): string =>
  `The Old Secret Expiry Date "${plainDay(day)}" is no day that can be read, so it was not taken over. Please write it as 2026-12-31.`;

/** Foreign text that is shown back. */
const plainDay = (day: string): string => day.replace(/[^\w .:/+-]/g, '?').slice(0, 40);

const dueOf = (at: ActiveRenewal, { dueAt }: TicketView) => {
  const dueDate = dueAt === undefined ? '' : toIso(dueAt);
  const { dueDate: known, notBefore } = at.tended;
  const isWaiting = at.state === 'requested' || at.state === 'approved';
  if (dueDate === known || known === undefined || !isWaiting)
    return { changed: { dueDate, notBefore }, say: [] };
  return {
    changed: { dueDate, notBefore: dueAt },
    say: [dueAt === undefined ? NO_DUE_DATE : doneOn(dueAt, at.of.expiresAt)],
  };
};

const NO_DUE_DATE = 'The due date of this request was taken out: it is done as soon as it is approved.';
const doneOn = (dueAt: Instant, expiresAt: Instant): string =>
  `The team means to do this on ${toIso(dueAt)}. Once it is approved, the new credential is made then, and not before.${
    dueAt > expiresAt
      ? ` The old one ends earlier, on ${toIso(expiresAt)}: please agree on another date.`
      : ''
  }`;
