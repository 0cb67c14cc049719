import type { RenewalId, SubjectId } from './ids.ts';
import { active, type ActiveRenewal, type Renewal } from './renewal.ts';

/** As much of a renewal as whoever judges credentials has to know. */
export interface RenewalSketch {
  readonly id: RenewalId;
  readonly subjectId: SubjectId;
  /** The state below any pause. */
  readonly state: ActiveRenewal['state'];
  /** What the source calls the credential that was made, once there is one. */
  readonly madeKeyId: string | undefined;
}

export const sketchOf = (renewal: Renewal): RenewalSketch => {
  const r = active(renewal);
  return {
    id: r.id,
    subjectId: r.of.subjectId,
    state: r.state,
    madeKeyId: 'made' in r ? r.made.keyId : undefined,
  };
};

/** Approved and further on: the owner has nothing left to hear from us. */
export const isUnderWay = ({ state }: RenewalSketch): boolean => UNDER_WAY.has(state);

/** The recipient has the new one: only they can have it taken back, and that the old one ends is what was planned. */
export const isHandedOver = ({ state }: RenewalSketch): boolean => HANDED_OVER.has(state);

const HANDED_OVER: ReadonlySet<ActiveRenewal['state']> = new Set(['redeemed', 'retired', 'closed']);

const UNDER_WAY: ReadonlySet<ActiveRenewal['state']> = new Set([
  'approved',
  'placing-certificate',
  'issuing',
  'issued',
  'delivered',
  'taking-back',
  'redeemed',
  'retired',
  'closed',
]);
