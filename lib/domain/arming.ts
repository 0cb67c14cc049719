import type { Source } from './credential.ts';
import type { SubjectId, TenantId } from './ids.ts';
import type { PersonKey } from './person.ts';
import type { Instant } from './time.ts';

/** One source of one tenant: what is armed and disarmed. */
export interface ArmingKey {
  readonly tenant: TenantId;
  readonly source: Source;
}

/** What a person said of a source, by the API. */
export interface ArmingWord {
  readonly word: 'arm' | 'disarm';
  readonly by: PersonKey;
  readonly at: Instant;
}

/** How far the subjects of a source have been put up for judging. */
export interface Waking {
  /** A fingerprint of the policy that they are put up for. */
  readonly policy: string;
  /** Everything up to this one has been put up; undefined: nothing yet. */
  readonly after: SubjectId | undefined;
  /** Some could not be, so that it has to be begun anew. */
  readonly missed: boolean;
}

/**
 * What is known of a tenant's source before and since it speaks. New ones begin unarmed.
 *
 * Invariants: nothing is armed before its baseline is known. A person's last word stands over the setting ARM; where nobody
 * said a word, the setting decides.
 */
export interface Arming extends ArmingKey {
  /** The end of the first scan that did not fail: what there was before we said anything. */
  readonly baselineAt: Instant | undefined;
  /** Undefined: everything is seen and judged, and nothing is announced. */
  readonly armedAt: Instant | undefined;
  readonly said: ArmingWord | undefined;
  readonly waking: Waking | undefined;
  /**
   * The policy for which every subject was put up for judging since arming. Undefined while nothing is announced, or when
   * a crash left it undone; it is done again.
   */
  readonly wokenFor: string | undefined;
}

export const unarmed = ({ tenant, source }: ArmingKey): Arming => ({
  tenant,
  source,
  baselineAt: undefined,
  armedAt: undefined,
  said: undefined,
  waking: undefined,
  wokenFor: undefined,
});

/** `observe` is a ceiling: nothing is armed under it. */
export type Mode = 'observe' | 'act';

/** What a person's word makes of it; the same object when it changes nothing. Under `observe` the wish is kept. */
export const heed = (arming: Arming, said: ArmingWord, mode: Mode): Arming => {
  if (said.word === 'arm') {
    const isWanted = arming.armedAt !== undefined || arming.said?.word === 'arm';
    const wished = isWanted ? arming : { ...arming, said };
    return mode === 'act' ? armedIfWanted(wished, false, said.at) : wished;
  }
  const isUnwanted = arming.armedAt === undefined && arming.said?.word === 'disarm';
  return isUnwanted
    ? arming
    : { ...arming, said, armedAt: undefined, waking: undefined, wokenFor: undefined };
};

/** Arms what is wanted, by a person or else by the setting, and has its baseline; the same object when that is nothing. */
export const armedIfWanted = (arming: Arming, isInSetting: boolean, now: Instant): Arming => {
  const isWanted = arming.said === undefined ? isInSetting : arming.said.word === 'arm';
  return isWanted && arming.armedAt === undefined ? armedWhenKnown(arming, now) : arming;
};

const armedWhenKnown = (arming: Arming, now: Instant): Arming =>
  arming.baselineAt === undefined ? arming : { ...arming, armedAt: now };

/** Who armed it: a person, else the setting did. Undefined while it is unarmed. */
export const armedBy = ({ armedAt, said }: Arming): PersonKey | 'setting' | undefined => {
  if (armedAt === undefined) return undefined;
  return said?.word === 'arm' ? said.by : 'setting';
};
