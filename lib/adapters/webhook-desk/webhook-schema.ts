import * as z from 'zod';
import type { Decision } from '../../domain/approval.ts';
import { type Instant, parseInstant } from '../../domain/time.ts';

const instant = z.iso.datetime().transform((text, context): Instant => {
  const at = parseInstant(text);
  if (at !== undefined) return at;
  context.addIssue('is no time');
  return z.NEVER;
});
/** What is absent or null has no value. */
const maybe = <T extends z.ZodType>(schema: T) =>
  schema.nullish().transform((value): z.output<T> | undefined => value ?? undefined);

/** The desk's own key of a ticket, and what people call it. */
export const ticket = z.object({ id: z.string().min(1).max(100), number: z.string().min(1).max(40) });

export const nothing = z.object({});
export const found = z.object({ tickets: z.array(ticket.extend({ open: z.boolean() })) });
export const made = z.object({ ticket });
export const view = z.object({
  standing: z.enum(['open', 'complete', 'incomplete', 'rejected']),
  removalDay: maybe(z.string()),
  form: maybe(z.string().max(200)),
  dueAt: maybe(instant),
  closedAt: maybe(instant),
  changedBy: maybe(z.string()),
});
export const decisions = z.object({
  decisions: z.array(
    z.object({
      id: z.string().min(1).max(200),
      outcome: z.enum(['approved', 'denied'] satisfies Decision['outcome'][]),
      decidedAt: instant,
      justification: maybe(z.string().max(4000)),
      revision: z.string().max(100),
      by: maybe(z.string()),
      inPlaceOf: maybe(z.string()),
    }),
  ),
});
export const keys = z.object({ keys: z.array(z.string()) });
export const requests = z.object({
  requests: z.array(
    z.object({
      ticket,
      revision: z.string().max(100),
      applicationName: z.string(),
      applicationId: z.string(),
      environment: z.string(),
      update: z.string(),
      removalDay: maybe(z.string()),
      requestedFor: maybe(z.string()),
      openedBy: maybe(z.string()),
      openedAt: instant,
      asked: maybe(z.string()),
    }),
  ),
});
