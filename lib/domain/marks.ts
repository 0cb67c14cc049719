/** Ten characters of base32 are fifty bits, which a number holds exactly. */
const LENGTH = 10;

/** A number that stands for a short id or a fingerprint: two of a million share one once in two thousand times. */
export const markOf = (base32: string): number => {
  let value = 0;
  const start = base32.charCodeAt(2) === HYPHEN ? 3 : 0;
  for (let at = start; at < start + LENGTH; at += 1) value = value * 32 + digit(base32.charCodeAt(at));
  return value;
};

const HYPHEN = 45;
const A = 97;
const TWO = 50;
const digit = (code: number): number => (code >= A ? code - A : code - TWO + 26);

/** Numbers by marks, in two arrays of numbers: a hundred thousand of them take four megabytes and no object. */
export interface MarkTable {
  get(mark: number): number | undefined;
  set(mark: number, value: number): void;
  readonly size: () => number;
}

const SMALLEST = 1024;

/** An open-addressed table that doubles when it is half full. A mark is never negative, so what is free holds -1. */
export const markTable = (): MarkTable => {
  let keys = new Float64Array(SMALLEST).fill(-1);
  let values = new Float64Array(SMALLEST);
  let size = 0;

  /** Marks are digests, so their low bits are as good as any. */
  const placeOf = (mark: number): number => {
    let at = mark % keys.length;
    while (keys[at] !== -1 && keys[at] !== mark) at = (at + 1) % keys.length;
    return at;
  };
  const grow = (): void => {
    const [oldKeys, oldValues] = [keys, values];
    keys = new Float64Array(oldKeys.length * 2).fill(-1);
    values = new Float64Array(keys.length);
    for (const [index, mark] of oldKeys.entries()) {
      if (mark === -1) continue;
      const at = placeOf(mark);
      keys[at] = mark;
      values[at] = oldValues[index] ?? 0;
    }
  };
  return {
    get: (mark) => {
      const at = placeOf(mark);
      return keys[at] === mark ? values[at] : undefined;
    },
    set: (mark, value) => {
      if ((size + 1) * 2 > keys.length) grow();
      const at = placeOf(mark);
      if (keys[at] === -1) size += 1;
      keys[at] = mark;
      values[at] = value;
    },
    size: () => size,
  };
};
