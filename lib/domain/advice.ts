import type { Credential, Subject } from './credential.ts';
import { type Selector, selects } from './selector.ts';
import { type Duration, earlier, type Instant, plus } from './time.ts';

/** What may take the place of a credential so that less can go wrong. */
export type PreferredKind = 'certificate' | 'federated-credential' | 'saml-with-scim';

/** Where the policy would rather see another kind. */
export interface Preference {
  readonly for: Selector;
  /** The best first. */
  readonly prefer: readonly PreferredKind[];
  /** For the owner to read. */
  readonly reason: string;
  /** When whoever follows the advice, or does not, looks at it again. */
  readonly reviewAfter: Duration;
}

/** Somebody who signs in with a credential or takes it as proof, and has a word in what it may be. */
export interface Dependent {
  readonly name: string;
  readonly of: Selector;
  readonly accepts: readonly ('secret' | PreferredKind)[];
  /** When what it accepts is to be asked again. */
  readonly reviewAt: Instant | undefined;
}

/** What an owner is advised to have in place of a credential. */
export interface Advice {
  /** Kinds that every known dependent accepts, the best first; none, if it has to stay what it is. */
  readonly prefer: readonly PreferredKind[];
  readonly reason: string;
  /** Who does not accept a kind that the policy prefers. */
  readonly heldBack: readonly { readonly kind: PreferredKind; readonly by: readonly string[] }[];
  /** Nobody said who depends on it: ask them first. */
  readonly dependentsKnown: boolean;
  /** Who is known to depend on it, by the directory or the inventory, and has not been asked what it accepts. */
  readonly toAsk: readonly string[];
  readonly reviewAt: Instant;
}

/** Whom the policy names as dependents of a credential. */
export const dependentsOf = (
  all: readonly Dependent[],
  subject: Subject,
  credential: Pick<Credential, 'kind'>,
): readonly Dependent[] => all.filter((dependent) => selects(dependent.of, subject, credential));

/** Whether the policy would rather see another kind than this credential's. */
export const isOtherKindPreferred = (
  preferences: readonly Preference[],
  subject: Subject,
  credential: Pick<Credential, 'kind'>,
): boolean => preferences.some((preference) => selects(preference.for, subject, credential));

/** The advice of the first preference that fits; undefined where the policy is content with what there is. */
export const adviceOf = (
  {
    preferences,
    dependents,
  }: { readonly preferences: readonly Preference[]; readonly dependents: readonly Dependent[] },
  subject: Subject,
  credential: Pick<Credential, 'kind' | 'dependents'>,
  now: Instant,
): Advice | undefined => {
  const preference = preferences.find((one) => selects(one.for, subject, credential));
  if (preference === undefined) return undefined;
  const named = dependentsOf(dependents, subject, credential);
  // What people wrote into the policy stands over what a source knows of the same dependent.
  const found = (credential.dependents ?? []).filter(({ name }) => named.every((one) => one.name !== name));
  const known = [...named, ...found];
  const refusing = (kind: PreferredKind): readonly string[] =>
    known.filter(({ accepts }) => accepts?.includes(kind) === false).map(({ name }) => name);
  const reviews = named.flatMap(({ reviewAt }) =>
    reviewAt === undefined || reviewAt <= now ? [] : [reviewAt],
  );
  return {
    prefer: preference.prefer.filter((kind) => refusing(kind).length === 0),
    reason: preference.reason,
    heldBack: preference.prefer
      .map((kind) => ({ kind, by: refusing(kind) }))
      .filter(({ by }) => by.length > 0),
    dependentsKnown: known.length > 0,
    toAsk: known.filter(({ accepts }) => accepts === undefined).map(({ name }) => name),
    reviewAt: reviews.reduce<Instant>(earlier, plus(now, preference.reviewAfter)),
  };
};
