/** SHA-256. It comes in from outside, since the domain knows no platform. */
export type HashBytes = (bytes: Uint8Array) => Uint8Array;

/**
 * The roots of the full subtrees of a growing tree, the largest first, each with the number of its leaves: at most one of
 * each size, as the binary digits of the count. In hex, since it is kept in a row.
 */
export type Frontier = readonly { readonly leaves: number; readonly root: string }[];

const LEAF = 0x00;
const NODE = 0x01;

/** A leaf's hash. The first byte keeps leaves and nodes apart (RFC 6962, section 2.1). */
export const leafHash = (hash: HashBytes, text: string): Uint8Array =>
  hash(joined(LEAF, new TextEncoder().encode(text)));

/** The hash of a node over two others. */
export const nodeHash = (hash: HashBytes, left: Uint8Array, right: Uint8Array): Uint8Array =>
  hash(joined(NODE, left, right));

/** The tree with one leaf more. Subtrees of one size become one of twice the size. */
export const grow = (hash: HashBytes, frontier: Frontier, leaf: Uint8Array): Frontier => {
  const next = [...frontier];
  let last = { leaves: 1, root: leaf };
  for (let before = next.at(-1); before?.leaves === last.leaves; before = next.at(-1)) {
    next.pop();
    last = { leaves: last.leaves * 2, root: nodeHash(hash, bytesOfHex(before.root), last.root) };
  }
  return [...next, { leaves: last.leaves, root: hex(last.root) }];
};

/** The root of a tree in hex, as RFC 6962 reckons it; of an empty tree, the hash of nothing. */
export const rootOf = (hash: HashBytes, frontier: Frontier): string => {
  const [smallest, ...larger] = frontier.toReversed();
  if (smallest === undefined) return hex(hash(new Uint8Array()));
  return hex(
    larger.reduce(
      (root, { root: left }) => nodeHash(hash, bytesOfHex(left), root),
      bytesOfHex(smallest.root),
    ),
  );
};

const joined = (first: number, ...parts: readonly Uint8Array[]): Uint8Array => {
  const all = new Uint8Array(1 + parts.reduce((sum, { length }) => sum + length, 0));
  all[0] = first;
  let at = 1;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
};

/** Bytes as lower-case hexadecimal digits. */
export const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** The bytes that lower-case hexadecimal digits stand for. */
export const bytesOfHex = (text: string): Uint8Array =>
  Uint8Array.from({ length: text.length / 2 }, (_, index) =>
    parseInt(text.slice(index * 2, index * 2 + 2), 16),
  );
