/** A JSON Schema, of which nothing is known. */
export type Schema = Readonly<Record<string, unknown>>;

/** What is only said about a field. All other keywords decide what a field may hold. */
const WORDS = new Set(['$id', '$schema', 'title', 'description', 'examples']);
/** Keywords that are compared part by part, and not as they stand. */
const PARTS = new Set(['properties', 'required', 'items', 'anyOf', 'oneOf']);

/**
 * What subscribers of a released schema would not bear in the current one; empty if they would bear it all.
 *
 * Invariant: only a new field that may be missing is borne. A value that widens breaks whoever refuses what was never
 * promised, one that narrows breaks events that still lie in subscriptions; so neither is told from the other.
 */
export const breaks = (released: Schema, current: Schema, at = ''): readonly string[] => [
  ...fieldBreaks(released, current, at),
  ...keywordBreaks(released, current, at),
  ...(isSchema(released['items']) && isSchema(current['items'])
    ? breaks(released['items'], current['items'], `${at}[]`)
    : differs(released, current, 'items', at)),
  ...choiceBreaks(released, current, 'anyOf', at),
  ...choiceBreaks(released, current, 'oneOf', at),
];

const fieldBreaks = (released: Schema, current: Schema, at: string): readonly string[] => {
  const [before, after] = [fieldsOf(released), fieldsOf(current)];
  const [needed, needs] = [requiredOf(released), requiredOf(current)];
  const known = Object.entries(before).flatMap(([name, field]) => {
    const there = after[name];
    const where = pathOf(at, name);
    if (there === undefined) return [`${where} is gone`];
    if (needed.has(name) && !needs.has(name))
      return [`${where} may be missing now`, ...breaks(field, there, where)];
    if (!needed.has(name) && needs.has(name))
      return [`${where} is required now`, ...breaks(field, there, where)];
    return breaks(field, there, where);
  });
  const added = Object.keys(after).filter((name) => before[name] === undefined && needs.has(name));
  return [...known, ...added.map((name) => `${pathOf(at, name)} is new and required`)];
};

const keywordBreaks = (released: Schema, current: Schema, at: string): readonly string[] =>
  [...new Set([...Object.keys(released), ...Object.keys(current)])]
    .filter((keyword) => !WORDS.has(keyword) && !PARTS.has(keyword))
    .flatMap((keyword) => differs(released, current, keyword, at));

const choiceBreaks = (
  released: Schema,
  current: Schema,
  keyword: 'anyOf' | 'oneOf',
  at: string,
): readonly string[] => {
  const [before, after] = [released[keyword], current[keyword]];
  if (!Array.isArray(before) || !Array.isArray(after) || before.length !== after.length)
    return differs(released, current, keyword, at);
  return before.flatMap((one: Schema, index) => breaks(one, after[index] as Schema, `${at}|${index}`));
};

const differs = (released: Schema, current: Schema, keyword: string, at: string): readonly string[] => {
  const [before, after] = [written(released[keyword]), written(current[keyword])];
  return before === after ? [] : [`${at === '' ? 'all' : at}: ${keyword} was ${before}, is ${after}`];
};

/** The order of an enumeration says nothing. */
const written = (value: unknown): string =>
  value === undefined ? 'absent' : JSON.stringify(Array.isArray(value) ? value.toSorted() : value);

const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null;
const fieldsOf = (schema: Schema) => (schema['properties'] ?? {}) as Readonly<Record<string, Schema>>;
const requiredOf = (schema: Schema): ReadonlySet<string> => new Set((schema['required'] ?? []) as string[]);
const pathOf = (at: string, name: string): string => (at === '' ? name : `${at}.${name}`);
