/** One reason for a refusal: `field` is a path such as `personalizations.0.to`, or null when it is about the whole. */
export interface Problem {
  readonly message: string;
  readonly field: string | null;
  readonly help: string | null;
}

/** An object out of somebody's JSON. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Gathers what is wrong with a body, each with its place. */
export interface Problems {
  readonly found: Problem[];
  add(field: string | null, message: string): void;
  /** The value, if it is an object; a value of another type is a problem, an absent one is not. */
  object(value: unknown, field: string): JsonObject | undefined;
  list(value: unknown, field: string): readonly unknown[] | undefined;
  /** The value, if it is a string of at least one character. */
  text(value: unknown, field: string): string | undefined;
}

/** Whether a value out of JSON is an object, and no list. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Starts with nothing found. */
export const problems = (): Problems => {
  const found: Problem[] = [];
  const add = (field: string | null, message: string) => void found.push({ message, field, help: null });
  return {
    found,
    add,
    object: (value, field) => {
      if (isObject(value)) return value;
      if (value !== undefined) add(field, `Bad type. Expected: object, given: ${typeName(value)}.`);
      return undefined;
    },
    list: (value, field) => {
      if (Array.isArray(value)) return value as readonly unknown[];
      if (value !== undefined) add(field, `Bad type. Expected: array, given: ${typeName(value)}.`);
      return undefined;
    },
    text: (value, field) => {
      if (typeof value === 'string' && value !== '') return value;
      if (value !== undefined) add(field, 'The value must be a string of at least one character.');
      return undefined;
    },
  };
};

const typeName = (value: unknown): string => {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
};
