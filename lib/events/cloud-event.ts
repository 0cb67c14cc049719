import * as z from 'zod';

/**
 * A CloudEvents 1.0 envelope in structured JSON around `data`.
 *
 * Invariant: a released type never changes but for new optional fields; anything else is a new version with a file of its
 * own. Unknown fields are ignored by consumers (zod's default), unknown versions are refused.
 */
export const eventSchema = <const Type extends string, Data extends z.ZodType>(type: Type, data: Data) =>
  z.object({
    /** The version of CloudEvents. */
    specversion: z.literal('1.0'),
    /** Deterministic: the same transition has the same id, which is the MessageId too. */
    id: z.string().regex(/^ev-[a-z2-7]{26}$/),
    /** `/tenants/{tenant id}` */
    source: z.string().regex(/^\/tenants\/[0-9a-f-]{36}$/),
    /** What happened, with the major version of its data. */
    type: z.literal(type),
    /** What it is about: a credential, renewal, scan or source. */
    subject: z.string(),
    /** When it happened, in UTC. */
    time: z.iso.datetime(),
    /** How `data` is written. */
    datacontenttype: z.literal('application/json'),
    /** What is said about it. */
    data,
  });

/** The envelope alone, for those who look at the type first. */
export const anyEvent = eventSchema('', z.looseObject({})).extend({ type: z.string() });
export type AnyEvent = z.infer<typeof anyEvent>;
