import { bytesOfHex, hex, type HashBytes, nodeHash } from './merkle.ts';

/**
 * The roots of the subtrees that lie beside the way from a leaf to the root, the lowest first: with them whoever has the leaf
 * and the root can tell that the one is in the other (RFC 6962, section 2.1.1). In hex.
 */
export const pathOf = (hash: HashBytes, leaves: readonly Uint8Array[], index: number): readonly string[] => {
  if (leaves.length <= 1) return [];
  const half = largestPowerBelow(leaves.length);
  const [left, right] = [leaves.slice(0, half), leaves.slice(half)];
  return index < half
    ? [...pathOf(hash, left, index), hex(treeHash(hash, right))]
    : [...pathOf(hash, right, index - half), hex(treeHash(hash, left))];
};

/**
 * The root that a leaf and its path lead to in a tree of so many leaves; undefined if the path is not one of such a tree. In hex.
 */
export const rootByPath = (
  hash: HashBytes,
  leaf: Uint8Array,
  index: number,
  size: number,
  path: readonly string[],
): string | undefined => {
  if (index < 0 || index >= size) return undefined;
  if (size === 1) return path.length === 0 ? hex(leaf) : undefined;
  const half = largestPowerBelow(size);
  const [beside, ...below] = path.toReversed();
  if (beside === undefined) return undefined;
  const isLeft = index < half;
  const inner = rootByPath(
    hash,
    leaf,
    isLeft ? index : index - half,
    isLeft ? half : size - half,
    below.toReversed(),
  );
  if (inner === undefined) return undefined;
  const [own, other] = [bytesOfHex(inner), bytesOfHex(beside)];
  return hex(isLeft ? nodeHash(hash, own, other) : nodeHash(hash, other, own));
};

const treeHash = (hash: HashBytes, leaves: readonly Uint8Array[]): Uint8Array => {
  const [only] = leaves;
  if (leaves.length === 1 && only !== undefined) return only;
  const half = largestPowerBelow(leaves.length);
  return nodeHash(hash, treeHash(hash, leaves.slice(0, half)), treeHash(hash, leaves.slice(half)));
};

/** The largest power of two that is less than a number of at least two. */
const largestPowerBelow = (n: number): number => {
  let power = 1;
  while (power * 2 < n) power *= 2;
  return power;
};
