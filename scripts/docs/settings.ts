import * as z from 'zod';
import { SETTINGS } from '../../lib/config.ts';
import { declaredList } from '../../lib/settings/declared.ts';
import { days, hours, minutes, seconds } from '../../lib/domain/time.ts';
import { code, describe, fieldTable, type JsonSchema, jsonSchemaOf, table } from './json-schema.ts';

const ROLES = ['watch', 'renew', 'link'] as const;
type Role = (typeof ROLES)[number];

/** Each setting: which roles need it, its default, what it means. */
export const settingsTable = (): string =>
  table(
    ['Setting', 'Roles', 'Default', 'Meaning'],
    Object.keys(SETTINGS.all).map((name) => {
      const roles = ROLES.filter((role) => schemaOf(role, name) !== undefined);
      return [
        `\`${name}\``,
        roles.length === ROLES.length ? 'all' : roles.join(', '),
        defaultOf(roles[0] && schemaOf(roles[0], name)),
        meaningOf(name, roles),
      ];
    }),
  );

/** One meaning for all roles, or one for each. */
const meaningOf = (name: string, roles: readonly Role[]): string => {
  const meanings = roles.map((role) => {
    const meaning = schemaOf(role, name)?.description;
    if (meaning === undefined) throw new Error(`lib/config.ts does not say what ${name} means to ${role}.`);
    return meaning;
  });
  if (new Set(meanings).size === 1) return meanings[0] ?? '';
  return roles.map((role, index) => `\`${role}\`: ${meanings[index] ?? ''}`).join(' ');
};

const schemaOf = (role: Role, name: string): z.ZodType | undefined =>
  (SETTINGS[role] as Readonly<Record<string, z.ZodType>>)[name];

const defaultOf = (schema: z.ZodType | undefined): string => {
  if (schema instanceof z.ZodOptional) return 'none';
  if (!(schema instanceof z.ZodDefault)) return 'required';
  const value = schema.def.defaultValue;
  if (value instanceof URL) return code(value.origin);
  if (isDuration(schema) && typeof value === 'number') return code(isoDuration(value));
  return typeof value === 'object' && !Array.isArray(value) ? 'see below' : code(value);
};

/** A setting is a duration if it reads one. */
const isDuration = (schema: z.ZodType): boolean => schema.safeParse('PT1S').data === seconds(1);

const isoDuration = (ms: number): string => {
  if (ms % days(1) === 0) return `P${ms / days(1)}D`;
  if (ms % hours(1) === 0) return `PT${ms / hours(1)}H`;
  return ms % minutes(1) === 0 ? `PT${ms / minutes(1)}M` : `PT${ms / seconds(1)}S`;
};

/** The settings that hold JSON, with the schema of what they hold. */
export const jsonSettings = (): ReadonlyMap<string, JsonSchema> =>
  new Map(
    Object.entries(SETTINGS.all).flatMap(([name, setting]) => {
      const held = name === 'DECLARED' ? declaredList : heldBy(setting);
      if (held === undefined) return [];
      const schema = describe(jsonSchemaOf(held), new Map());
      return [[name, { $id: name, title: name, description: setting.description, ...schema } as JsonSchema]];
    }),
  );

/** What the text of a setting is parsed into: its pipe ends in a schema, and not in a mere transform. */
const heldBy = (setting: z.ZodType): z.ZodType | undefined => {
  const isWrapped = setting instanceof z.ZodDefault || setting instanceof z.ZodOptional;
  const inner = isWrapped ? (setting.def.innerType as z.ZodType) : setting;
  if (!(inner instanceof z.ZodPipe)) return undefined;
  const end = inner.def.out as z.ZodType;
  // What ends in another text is read from somewhere else, and described there.
  return end instanceof z.ZodTransform || end instanceof z.ZodPipe ? undefined : end;
};

/** One section for each setting that holds JSON. */
export const jsonSettingSections = (): string =>
  [...jsonSettings()]
    .map(([name, schema]) =>
      [
        `## ${name}`,
        `Schema: [setting-${name}.json](schemas/setting-${name}.json)`,
        ...(schema.type === 'array' ? ['A list. Each entry:'] : []),
        ...new Set(tablesOf(schema.items ?? schema)),
      ].join('\n\n'),
    )
    .join('\n\n');

/** The table of an object's fields, and then one for each object within it. */
const tablesOf = (schema: JsonSchema): string[] => [
  fieldTable(schema),
  ...Object.entries(schema.properties ?? {}).flatMap(([name, { items, ...field }]) => {
    const inner = items ?? field;
    if (inner.properties === undefined) return [];
    const [own = '', ...deeper] = tablesOf(inner);
    return [`${items === undefined ? 'Of' : 'Each of'} \`${name}\`:\n\n${own}`, ...deeper];
  }),
];
