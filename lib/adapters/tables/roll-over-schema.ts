import * as z from 'zod';
import type {
  Carrier,
  NextCertificate,
  Partner,
  PartnerAnswer,
  RollOver,
  RollOverPlace,
  RollOverPlan,
  RollOverStep,
  StepProof,
  Word,
} from '../../domain/roll-over.ts';
import type { Duration } from '../../domain/time.ts';
import { instant, maybe, oneOf, personKey, whole } from './schema.ts';

const duration = z
  .int()
  .nonnegative()
  .transform((ms) => ms as Duration);

const step = oneOf<RollOverStep>({ add: true, tell: true, switch: true, remove: true });
const word: z.ZodType<Word> = whole({
  id: z.string(),
  by: personKey,
  at: instant,
  reference: maybe(z.string()),
});
const proof: z.ZodType<StepProof> = z.discriminatedUnion('kind', [
  whole({ kind: z.literal('done'), at: instant }),
  whole({ kind: z.literal('seen'), at: instant }),
  whole({ kind: z.literal('stated'), at: instant, word }),
]);
const next: z.ZodType<NextCertificate> = whole({
  keyId: maybe(z.string()),
  thumbprint: maybe(z.string()),
  expiresAt: maybe(instant),
});
const answer: z.ZodType<PartnerAnswer> = z.discriminatedUnion('kind', [
  whole({ kind: z.literal('acknowledged'), word }),
  whole({ kind: z.literal('timed-out'), at: instant }),
]);
const partner: z.ZodType<Partner> = whole({
  name: z.string(),
  address: maybe(z.string()),
  toldAt: maybe(instant),
  answer: maybe(answer),
});
const plan: z.ZodType<RollOverPlan> = whole({
  switchAt: instant,
  latest: instant,
  answerWithin: duration,
  grace: duration,
  removeAt: maybe(instant),
  toApprove: z.array(step),
});

const added = { next, added: proof };
const switched = { ...added, switched: proof };
const place: z.ZodType<RollOverPlace> = z.discriminatedUnion('phase', [
  whole({ phase: z.literal('adding') }),
  whole({ ...added, phase: z.literal('telling'), answerBy: instant }),
  whole({ ...added, phase: z.literal('agreed') }),
  whole({ ...added, phase: z.literal('switching') }),
  whole({ ...switched, phase: z.literal('switched'), removeAt: instant }),
  whole({ ...switched, phase: z.literal('removed'), removed: proof }),
  whole({ phase: z.literal('undoing') }),
  whole({ phase: z.literal('undone') }),
]);

/** A roll-over, as a row of Renewals holds it. */
export const rollOver: z.ZodType<RollOver> = whole({
  carrier: oneOf<Carrier>({ us: true, people: true }),
  plan,
  attempt: z.int(),
  leaseUntil: instant,
  lookAt: instant,
  partners: z.array(partner),
  approved: z.array(whole({ step, word })),
  held: maybe(word),
  asked: z.array(step),
  heard: z.array(z.string()),
  at: place,
});
