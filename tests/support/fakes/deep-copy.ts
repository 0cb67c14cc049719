/**
 * A copy that shares nothing with its original and can't be changed: what a store hands out is nobody's to alter, and
 * what it was given may be altered later without its noticing. Only plain data has one.
 */
export const frozenCopy = <T>(value: T): T => copyOf(value) as T;

const copyOf = (value: unknown): unknown => {
  if (Array.isArray(value)) return Object.freeze(value.map(copyOf));
  if (typeof value === 'object' && value !== null) {
    if (value instanceof Date || value instanceof Map || value instanceof Set)
      throw new Error('A store keeps plain data only.');
    return Object.freeze(Object.fromEntries(Object.entries(value).map(([key, part]) => [key, copyOf(part)])));
  }
  if (typeof value === 'function' || typeof value === 'symbol')
    throw new Error('A store keeps plain data only.');
  return value;
};
