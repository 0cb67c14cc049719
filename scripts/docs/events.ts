import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CATALOGUE, type EventSchema, type EventTopic } from '../../lib/events/catalogue.ts';
import { docComments } from './doc-comments.ts';
import { describe, fieldTable, type JsonSchema, jsonSchemaOf } from './json-schema.ts';

/** A published event with all that is said about it. */
export interface DocumentedEvent {
  readonly type: string;
  readonly topic: EventTopic;
  readonly meaning: string;
  readonly schema: JsonSchema;
  /** A golden example, where there is one. */
  readonly example: string | undefined;
}

/** Every event of the catalogue, with the comments of its source as descriptions. */
export const documentedEvents = async (root: string): Promise<readonly DocumentedEvent[]> => {
  const folder = join(root, 'lib', 'events');
  const shared = ['cloud-event.ts', 'parts.ts'].flatMap((file) => [...docComments(join(folder, file))]);
  const origins = await originsOf(folder);
  return (Object.keys(CATALOGUE) as EventTopic[]).flatMap((topic) =>
    CATALOGUE[topic].map((event: EventSchema) => {
      const origin = origins.get(event);
      const type = event.shape.type.value;
      if (origin === undefined) throw new Error(`No file of lib/events/ exports ${type}.`);
      const own = docComments(join(folder, origin.file));
      const meaning = own.get(origin.name);
      if (meaning === undefined) throw new Error(`${origin.file} does not say what ${type} means.`);
      const schema = describe(jsonSchemaOf(event), new Map([...shared, ...own]));
      return {
        type,
        topic,
        meaning,
        schema: { $id: type, title: type, description: meaning, ...schema } as JsonSchema,
        example: exampleOf(root, type),
      };
    }),
  );
};

interface Origin {
  readonly file: string;
  readonly name: string;
}

/** Which file exports which schema. */
const originsOf = async (folder: string): Promise<ReadonlyMap<unknown, Origin>> => {
  const origins = new Map<unknown, Origin>();
  for (const file of readdirSync(folder).filter((name) => /\.v\d+\.ts$/.test(name))) {
    const exported = (await import(join(folder, file))) as Readonly<Record<string, unknown>>;
    for (const [name, value] of Object.entries(exported)) origins.set(value, { file, name });
  }
  return origins;
};

const exampleOf = (root: string, type: string): string | undefined => {
  const file = join(root, 'tests', 'events', 'golden', `${type}.json`);
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
};

/** The envelope's fields; they are the same for all. */
export const envelopeTable = ([first]: readonly DocumentedEvent[]): string => {
  const { type: _, data: __, ...fields } = first?.schema.properties ?? {};
  return fieldTable({ properties: fields, required: Object.keys(fields) });
};

/** One section for each event of a topic: what it means, the fields of its data, its schema, an example. */
export const eventSections = (events: readonly DocumentedEvent[], topic: EventTopic): string =>
  events
    .filter((event) => event.topic === topic)
    .map(({ type, meaning, schema, example }) =>
      [
        `### \`${type}\``,
        meaning,
        fieldTable(schema.properties?.['data'] ?? {}),
        `Schema: [${type}.json](schemas/${type}.json)`,
        ...(example === undefined ? [] : ['Example:', `\`\`\`json\n${example}\n\`\`\``]),
      ].join('\n\n'),
    )
    .join('\n\n');
