import * as z from 'zod';

/** The body of a refusal. `field` may be null. */
export const refusalBody = z.object({
  errors: z.array(z.object({ message: z.string(), field: z.string().nullish() })).min(1),
});

/** What the SDK throws when the provider answered: the status, and what it said. */
export const answeredError = z.object({
  code: z.number().int(),
  response: z.object({ body: z.unknown() }),
});

/** What the SDK throws when there was no answer: only a code such as ECONNREFUSED may be looked at. */
export const unansweredError = z.object({ code: z.string().regex(/^[A-Z0-9_]{1,40}$/) });

/** An event, as far as it is read here. `type` and our own `reference` stand beside whatever else the account sends. */
const sendGridEvent = z.object({
  event: z.string(),
  type: z.unknown().optional(),
  reference: z.unknown().optional(),
});
export type SendGridEvent = z.infer<typeof sendGridEvent>;

/** One post of the event webhook. */
export const eventList = z.array(sendGridEvent);
