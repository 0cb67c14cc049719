import { createHash } from 'node:crypto';

/** Chance that repeats: the same seed and path always fall the same way, and no throw depends on an earlier one. */
export interface Dice {
  bytes(length: number, ...path: Path): Buffer;
  /** 0 ≤ n < `limit`. */
  below(limit: number, ...path: Path): number;
  pick<T>(list: readonly [T, ...T[]], ...path: Path): T;
  text(length: number, alphabet: string, ...path: Path): string;
  uuid(...path: Path): string;
}

type Path = readonly (string | number)[];

/** Dice for one seed. Being addressed by path, object 49,999 can be made without making the 49,999 before it. */
export const dice = (seed: string): Dice => {
  const block = (path: Path, counter: number): Buffer =>
    createHash('sha256')
      .update([seed, counter, ...path].join('\u0000'))
      .digest();

  const bytes: Dice['bytes'] = (length, ...path) => {
    const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, counter) => block(path, counter));
    return Buffer.concat(blocks).subarray(0, length);
  };
  const below: Dice['below'] = (limit, ...path) => bytes(6, ...path).readUIntBE(0, 6) % limit;

  return {
    bytes,
    below,
    pick: (list, ...path) => list[below(list.length, ...path)] ?? list[0],
    text: (length, alphabet, ...path) =>
      Array.from(bytes(length, ...path), (byte) => alphabet.charAt(byte % alphabet.length)).join(''),
    uuid: (...path) => asUuid(bytes(16, ...path)),
  };
};

const asUuid = (bytes: Buffer): string => {
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
};
