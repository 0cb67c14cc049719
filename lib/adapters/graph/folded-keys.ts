import { earlier } from '../../domain/time.ts';
import type { KeyEntry } from './credential-entry-schema.ts';
import { hasIdentifier, isSameIdentifier } from './key-identifier.ts';

/** One real certificate or key: the entry that stands for it, and whether the directory itself can sign with it. */
export interface FoldedKey {
  readonly key: KeyEntry;
  readonly signs: boolean;
}

/**
 * A certificate with which the directory signs is an entry for its private half and one for its public half; they become
 * one. The public half stands for both: it is what remains when the private one is taken away.
 */
export const foldedKeys = (keys: readonly KeyEntry[]): readonly FoldedKey[] => {
  // An order of our own: the same entries make the same certificates, in whatever order they come.
  const rest = new Set(keys.toSorted((a, b) => compare(a.keyId, b.keyId)));
  const signing = [...rest].filter(isPrivateHalf).flatMap((half): FoldedKey[] => {
    if (!rest.has(half)) return []; // a second entry of one that was folded
    const halves = [...rest].filter((other) => other === half || isOtherHalf(half, other));
    for (const folded of halves) rest.delete(folded);
    const shown = halves.find((one) => !isPrivateHalf(one)) ?? half;
    return [{ key: { ...shown, endDateTime: firstEnd(halves) }, signs: true }];
  });
  return [...signing, ...[...rest].map((key) => ({ key, signs: false }))];
};

const isPrivateHalf = ({ usage, type }: KeyEntry): boolean => usage === 'Sign' && type !== 'Symmetric';

const isOtherHalf = (half: KeyEntry, other: KeyEntry): boolean => {
  if (other.type === 'Symmetric' || (other.usage !== 'Sign' && other.usage !== 'Verify')) return false;
  return hasIdentifier(half.customKeyIdentifier)
    ? isSameIdentifier(half.customKeyIdentifier, other.customKeyIdentifier)
    : other.usage === 'Verify' &&
        half.endDateTime === other.endDateTime &&
        half.displayName === other.displayName;
};

/** Should its halves differ, it is of no use from the first end on. */
const firstEnd = (halves: readonly KeyEntry[]): KeyEntry['endDateTime'] =>
  halves
    .map(({ endDateTime }) => endDateTime)
    .reduce((a, b) => (a === undefined || b === undefined ? (a ?? b) : earlier(a, b)), undefined);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
