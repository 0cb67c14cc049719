/**
 * What is to be said in a year, worked out a second time and by other means: from the whole history, with none of the
 * product's code. Instants are milliseconds, names are what the world calls things.
 */

/** A secret as it was seen. */
export interface SeenSecret {
  readonly key: string;
  /** Of one purpose there may be several, one after another. */
  readonly purpose: string;
  readonly starts: number;
  readonly ends: number;
  readonly enabled: boolean;
}

/** What happened, in order: somebody looked at an application, or all that was due was judged. */
export type Entry =
  | { readonly at: number; readonly seen: string; readonly secrets: readonly SeenSecret[] }
  | { readonly at: number; readonly judged: true };

const DAY = 86_400_000;
const LIMITS = [
  ['notice', 60],
  ['near-expiry', 30],
  ['urgent', 7],
  ['final', 1],
] as const;

/** How many limits a secret has passed; five once it has ended, none before it began. */
const closeness = ({ starts, ends }: SeenSecret, at: number): number => {
  if (at < starts) return 0;
  if (at >= ends) return LIMITS.length + 1;
  const half = ends - Math.floor((ends - starts) / 2);
  return LIMITS.filter(([, days]) => at >= Math.max(half, ends - days * DAY)).length;
};

const nameOf = (passed: number): string => LIMITS[passed - 1]?.[0] ?? 'expired';

/** A younger one of the same purpose, that lives longer, holds now or takes over in time. */
const successors = (secret: SeenSecret, all: readonly SeenSecret[], at: number) => {
  const younger = all.filter(
    ({ purpose, starts, ends, enabled }) =>
      enabled && purpose === secret.purpose && starts > secret.starts && ends > secret.ends && ends > at,
  );
  return {
    holds: younger.some(({ starts }) => starts <= at),
    comes: younger.some(({ starts }) => starts > at && starts <= secret.ends),
  };
};

/** Every statement of a year, as `what of key`; each is to be said once. */
export const whatIsToBeSaid = (history: readonly Entry[]): readonly string[] => {
  const said = new Set<string>();
  const known = new Map<string, readonly SeenSecret[]>();
  const left: string[] = [];
  const passedOf = new Map<string, number>();
  const firstJudged = new Map<string, number>();

  const judge = (secret: SeenSecret, all: readonly SeenSecret[], at: number): void => {
    const { key, ends, enabled } = secret;
    const first = firstJudged.get(key) ?? at;
    firstJudged.set(key, first);
    const passed = closeness(secret, at);
    if (!enabled || passed === 0) return;
    const { holds, comes } = successors(secret, all, at);
    if (holds) said.add(`replaced ${key}`);
    const isOldNews = at >= ends && first - ends >= 30 * DAY;
    if (holds || comes || isOldNews || passed <= (passedOf.get(key) ?? 0)) return;
    passedOf.set(key, passed);
    said.add(`${nameOf(passed)} ${key}`);
  };

  for (const entry of history) {
    if ('seen' in entry) {
      const before = known.get(entry.seen) ?? [];
      left.push(
        ...before.map(({ key }) => key).filter((key) => entry.secrets.every((one) => one.key !== key)),
      );
      known.set(entry.seen, entry.secrets);
      continue;
    }
    for (const key of left.splice(0)) said.add(`removed ${key}`);
    for (const all of known.values()) for (const secret of all) judge(secret, all, entry.at);
  }
  return [...said].sort();
};
