import type { PersonKey } from './person.ts';
import type { Duration, Instant } from './time.ts';

/** Who carries the steps out: we, where the directory lets us, or people, who prove each of them. */
export type Carrier = 'us' | 'people';

/** From one signing certificate to the next, in this order. */
export const ROLL_OVER_STEPS = ['add', 'tell', 'switch', 'remove'] as const;
export type RollOverStep = (typeof ROLL_OVER_STEPS)[number];

/** What a person said about a step by our API. */
export interface Word {
  readonly id: string;
  readonly by: PersonKey;
  readonly at: Instant;
  /** Where it is written down: a ticket, a mail. Hostile text. */
  readonly reference: string | undefined;
}

/** How a step is known to be done: we did it, a scan saw it, or a named person says so. */
export type StepProof =
  | { readonly kind: 'done'; readonly at: Instant }
  | { readonly kind: 'seen'; readonly at: Instant }
  | { readonly kind: 'stated'; readonly at: Instant; readonly word: Word };

/** The certificate that takes over. Nothing of it is known where people only say that it is there. */
export interface NextCertificate {
  /** What its source calls it. */
  readonly keyId: string | undefined;
  readonly thumbprint: string | undefined;
  readonly expiresAt: Instant | undefined;
}

export type PartnerAnswer =
  | { readonly kind: 'acknowledged'; readonly word: Word }
  | { readonly kind: 'timed-out'; readonly at: Instant };

/** Somebody who has to know the next certificate before it is used. */
export interface Partner {
  /** Hostile text; one of a kind within a roll-over. */
  readonly name: string;
  /** Where the mail goes; undefined: the people on the ticket are asked to tell them. */
  readonly address: string | undefined;
  readonly toldAt: Instant | undefined;
  readonly answer: PartnerAnswer | undefined;
}

/** What was agreed when it began, and what people agreed on since. */
export interface RollOverPlan {
  readonly switchAt: Instant;
  /** The old one's end: the switch is never later. */
  readonly latest: Instant;
  readonly answerWithin: Duration;
  /** For so long after the switch the old one stays. */
  readonly grace: Duration;
  /** When the old one shall go, if people said so. */
  readonly removeAt: Instant | undefined;
  /** Steps that want an approval of their own; the others are covered by that of the request. */
  readonly toApprove: readonly RollOverStep[];
}

interface Added {
  readonly next: NextCertificate;
  readonly added: StepProof;
}
interface Switched extends Added {
  readonly switched: StepProof;
}

/** Where it stands, with exactly what it has there. */
export type RollOverPlace =
  | { readonly phase: 'adding' }
  | (Added & { readonly phase: 'telling'; readonly answerBy: Instant })
  | (Added & { readonly phase: 'agreed' })
  /** The directory may use the next one from this moment on, so nothing is taken back any more. */
  | (Added & { readonly phase: 'switching' })
  | (Switched & { readonly phase: 'switched'; readonly removeAt: Instant })
  | (Switched & { readonly phase: 'removed'; readonly removed: StepProof })
  | { readonly phase: 'undoing' }
  | { readonly phase: 'undone' };

export interface RollOver {
  readonly carrier: Carrier;
  readonly plan: RollOverPlan;
  /** How often the adding of a certificate was begun. */
  readonly attempt: number;
  /** Until then someone may be adding one, and nobody else may. */
  readonly leaseUntil: Instant;
  /** When what people did is looked for next. */
  readonly lookAt: Instant;
  readonly partners: readonly Partner[];
  readonly approved: readonly { readonly step: RollOverStep; readonly word: Word }[];
  readonly held: Word | undefined;
  /** Steps that were announced on the ticket, and for which people were asked. */
  readonly asked: readonly RollOverStep[];
  /** Ids of the words that were taken over, or were refused. */
  readonly heard: readonly string[];
  readonly at: RollOverPlace;
}

export type RollOverCommand =
  | { readonly kind: 'begin-add'; readonly leaseUntil: Instant; readonly now: Instant }
  | {
      readonly kind: 'added';
      readonly next: NextCertificate;
      readonly partners: readonly { readonly name: string; readonly address: string | undefined }[];
      readonly proof: StepProof;
      readonly now: Instant;
    }
  | { readonly kind: 'told'; readonly partner: string; readonly now: Instant }
  /** What a partner answered, as somebody of the team wrote it down. */
  | { readonly kind: 'answer'; readonly partner: string; readonly word: Word }
  | { readonly kind: 'settle'; readonly now: Instant }
  | { readonly kind: 'agree'; readonly switchAt: Instant; readonly now: Instant }
  | { readonly kind: 'keep-until'; readonly removeAt: Instant }
  | { readonly kind: 'approve'; readonly step: RollOverStep; readonly word: Word }
  | { readonly kind: 'hold'; readonly word: Word }
  | { readonly kind: 'resume' }
  | { readonly kind: 'ask'; readonly step: RollOverStep }
  | { readonly kind: 'look-later'; readonly lookAt: Instant }
  | { readonly kind: 'begin-switch'; readonly now: Instant }
  | { readonly kind: 'give-up-switch' }
  | { readonly kind: 'switched'; readonly proof: StepProof }
  | { readonly kind: 'removed'; readonly proof: StepProof; readonly now: Instant }
  | { readonly kind: 'undo' }
  | { readonly kind: 'undone' };

export type RollOverRefusal =
  | 'OUT_OF_ORDER'
  | 'LEASED'
  | 'NOT_YET'
  | 'HELD'
  | 'UNAPPROVED'
  /** Nobody of that name is told, or has not been told yet. */
  | 'NO_PARTNER'
  | 'PAST'
  | 'AFTER_EXPIRY';

/** A roll-over that has just begun, and nobody is at it. */
export const newRollOver = (
  carrier: Carrier,
  plan: RollOverPlan,
  attempt: number,
  now: Instant,
): RollOver => ({
  ...{ carrier, plan, attempt, leaseUntil: now, lookAt: now },
  ...{ partners: [], approved: [], held: undefined, asked: [], heard: [] },
  at: { phase: 'adding' },
});
