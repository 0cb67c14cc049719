import * as z from 'zod';

/** As much of a JSON Schema as our schemas make. */
export interface JsonSchema {
  type?: string;
  format?: string;
  pattern?: string;
  description?: string;
  const?: unknown;
  enum?: readonly unknown[];
  default?: unknown;
  examples?: readonly unknown[];
  minimum?: number;
  exclusiveMinimum?: number;
  maximum?: number;
  items?: JsonSchema;
  anyOf?: readonly JsonSchema[];
  oneOf?: readonly JsonSchema[];
  properties?: Readonly<Record<string, JsonSchema>>;
  required?: readonly string[];
}

/** What senders may write: unknown fields are allowed, and defaults need not be given. */
export const jsonSchemaOf = (schema: z.ZodType): JsonSchema =>
  z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    // The format says it, and the pattern that zod adds fills half a page.
    override: ({ jsonSchema }) => {
      if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    },
  }) as JsonSchema;

/** Says what a field is where the schema does not, by its name. */
export const describe = (schema: JsonSchema, meanings: ReadonlyMap<string, string>): JsonSchema => ({
  ...schema,
  ...(schema.items === undefined ? {} : { items: describe(schema.items, meanings) }),
  ...(schema.properties === undefined
    ? {}
    : {
        properties: Object.fromEntries(
          Object.entries(schema.properties).map(([name, property]) => {
            const description = property.description ?? meanings.get(name);
            return [
              name,
              { ...(description === undefined ? {} : { description }), ...describe(property, meanings) },
            ];
          }),
        ),
      }),
});

/** One line about a value, for a table cell. */
export const inWords = (schema: JsonSchema): string => {
  const others = schema.anyOf ?? schema.oneOf;
  if (others !== undefined) return others.map(inWords).join(' or ');
  if (schema.const !== undefined) return code(schema.const);
  if (schema.enum !== undefined) return schema.enum.map(code).join(', ');
  if (schema.type === 'array') return `list of ${inWords(schema.items ?? {})}`;
  if (schema.type === 'object') return objectInWords(schema);
  const examples = schema.examples === undefined ? '' : `, such as ${schema.examples.map(code).join(', ')}`;
  return `${scalarInWords(schema)}${examples}`;
};

const objectInWords = ({ properties = {} }: JsonSchema): string =>
  `object with ${Object.entries(properties)
    .map(([name, property]) =>
      property.const === undefined ? `\`${name}\`` : code(`${name}: ${text(property.const)}`),
    )
    .join(', ')}`;

const scalarInWords = ({ type, format, pattern, minimum, exclusiveMinimum }: JsonSchema): string => {
  if (pattern !== undefined) return `text like ${code(pattern)}`;
  if (format !== undefined) return FORMATS[format] ?? format;
  if (type === 'integer' && minimum === 0) return 'whole number from 0';
  if (type === 'integer') return exclusiveMinimum === 0 ? 'whole number from 1' : 'whole number';
  return type === 'string' || type === undefined ? 'text' : type;
};

const FORMATS: Readonly<Record<string, string>> = {
  'date-time': 'date and time (ISO 8601)',
  uuid: 'GUID',
  guid: 'GUID',
  uri: 'address',
  email: 'mail address',
};

/** A value as it is written in code; a bar would end the table cell. */
export const code = (value: unknown): string => `\`${text(value).replaceAll('|', '\\|')}\``;

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** The fields of an object, one row each. */
export const fieldTable = ({ properties = {}, required = [] }: JsonSchema): string =>
  table(
    ['Field', 'What it is', 'Required', 'Meaning'],
    Object.entries(properties).map(([name, field]) => [
      `\`${name}\``,
      inWords(field),
      required.includes(name) ? 'yes' : 'no',
      field.description ?? '',
    ]),
  );

/** A Markdown table. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
