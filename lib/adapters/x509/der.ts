/** One value in DER (X.690): its tag, what is in it, and all of it with its head. */
export interface DerValue {
  readonly tag: number;
  readonly content: Buffer;
  readonly whole: Buffer;
}

export const TAG = {
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  /** Explicit, context-specific 0: the version of a certificate, the hash of RSASSA-PSS. */
  explicit0: 0xa0,
} as const;

/**
 * The value at the start of these bytes; undefined if it is not there in full, or not written as DER wants it: definite
 * lengths, as short as they can be. Tags of several bytes stand in nothing that we read.
 */
export const firstValue = (bytes: Buffer): DerValue | undefined => {
  const [tag, first] = bytes;
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) return undefined;
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
  if (first === 0x80 || lengthBytes > 3 || bytes.length < 2 + lengthBytes) return undefined;
  const length = lengthBytes === 0 ? first : bytes.readUIntBE(2, lengthBytes);
  if (lengthBytes > 0 && (length < 0x80 || length < 2 ** (8 * (lengthBytes - 1)))) return undefined;
  const head = 2 + lengthBytes;
  if (bytes.length < head + length) return undefined;
  return { tag, content: bytes.subarray(head, head + length), whole: bytes.subarray(0, head + length) };
};

/** The values in a constructed one; undefined if something else is in it too. */
export const valuesIn = (outer: DerValue): readonly DerValue[] | undefined => {
  const values: DerValue[] = [];
  for (let rest = outer.content; rest.length > 0;) {
    const value = firstValue(rest);
    if (value === undefined) return undefined;
    values.push(value);
    rest = rest.subarray(value.whole.length);
  }
  return values;
};

/** An object identifier as people write it; undefined if it is none. */
export const oidText = (value: DerValue | undefined): string | undefined => {
  if (value?.tag !== TAG.oid || value.content.length === 0) return undefined;
  const numbers: number[] = [];
  let number = 0;
  for (const byte of value.content) {
    number = number * 128 + (byte & 0x7f);
    if (number > Number.MAX_SAFE_INTEGER) return undefined;
    if (byte >= 0x80) continue;
    numbers.push(number);
    number = 0;
  }
  const [first = 0, ...others] = numbers;
  const top = Math.min(Math.floor(first / 40), 2);
  return [top, first - top * 40, ...others].join('.');
};
