import fc from 'fast-check';
import type {
  Partner,
  PartnerAnswer,
  RollOver,
  RollOverPlace,
  StepProof,
  Word,
} from '../../../lib/domain/roll-over.ts';
import { ROLL_OVER_STEPS } from '../../../lib/domain/roll-over.ts';
import type { Duration } from '../../../lib/domain/time.ts';
import { instants, people, perhaps, texts } from './values.ts';

const keys = people.map(({ tenant, objectId }) => ({ tenant, objectId }));
const words: fc.Arbitrary<Word> = fc.record({ id: texts, by: keys, at: instants, reference: perhaps(texts) });
const proofs: fc.Arbitrary<StepProof> = fc.oneof(
  fc.record({ kind: fc.constant('done' as const), at: instants }),
  fc.record({ kind: fc.constant('seen' as const), at: instants }),
  fc.record({ kind: fc.constant('stated' as const), at: instants, word: words }),
);
const answers: fc.Arbitrary<PartnerAnswer> = fc.oneof(
  fc.record({ kind: fc.constant('acknowledged' as const), word: words }),
  fc.record({ kind: fc.constant('timed-out' as const), at: instants }),
);
const partners: fc.Arbitrary<Partner> = fc.record({
  name: texts,
  address: perhaps(texts),
  toldAt: perhaps(instants),
  answer: perhaps(answers),
});
const steps = fc.constantFrom(...ROLL_OVER_STEPS);
const next = fc.record({ keyId: perhaps(texts), thumbprint: perhaps(texts), expiresAt: perhaps(instants) });
const added = { next, added: proofs };
const switched = { ...added, switched: proofs };
const phase = <Name extends RollOverPlace['phase']>(name: Name) => fc.constant(name);
const places: fc.Arbitrary<RollOverPlace> = fc.oneof(
  fc.record({ phase: phase('adding') }),
  fc.record({ ...added, phase: phase('telling'), answerBy: instants }),
  fc.record({ ...added, phase: phase('agreed') }),
  fc.record({ ...added, phase: phase('switching') }),
  fc.record({ ...switched, phase: phase('switched'), removeAt: instants }),
  fc.record({ ...switched, phase: phase('removed'), removed: proofs }),
  fc.record({ phase: phase('undoing') }),
  fc.record({ phase: phase('undone') }),
);
const durations = fc.nat().map((ms) => ms as Duration);

/** A roll-over, wherever it stands. */
export const rollOvers: fc.Arbitrary<RollOver> = fc.record({
  carrier: fc.constantFrom('us' as const, 'people' as const),
  plan: fc.record({
    switchAt: instants,
    latest: instants,
    answerWithin: durations,
    grace: durations,
    removeAt: perhaps(instants),
    toApprove: fc.subarray([...ROLL_OVER_STEPS]),
  }),
  attempt: fc.nat(),
  leaseUntil: instants,
  lookAt: instants,
  partners: fc.array(partners, { maxLength: 3 }),
  approved: fc.array(fc.record({ step: steps, word: words }), { maxLength: 2 }),
  held: perhaps(words),
  asked: fc.subarray([...ROLL_OVER_STEPS]),
  heard: fc.array(texts, { maxLength: 2 }),
  at: places,
});
