import { randomUUID } from 'node:crypto';
import { encode, type Typed, types } from '../amqp/rhea.ts';
import type { Message } from './message.ts';
import { listItems, mapEntries, readSections, replaceSection, SECTION, type Section } from './sections.ts';

/** Fields of the properties section, by position. */
const FIELD = {
  messageId: 0,
  to: 2,
  subject: 3,
  replyTo: 4,
  correlationId: 5,
  contentType: 6,
  sessionId: 10,
  replyToSessionId: 12,
} as const;

const TTL_FIELD_OF_HEADER = 2;

/** Takes a message apart. One without a message id gets one, as in the service: clients rely on having it. */
export const readMessage = (sent: Buffer): Message => {
  const withId = ensureMessageId(sent);
  const sections = withId === sent ? readSections(sent) : readSections(withId);
  const find = (code: number) => sections.find((section) => section.code === code);
  const properties = listItems(find(SECTION.properties));
  const text = (index: number) => textOf(properties[index]);
  const annotations = new Map(mapEntries(find(SECTION.annotations)));
  const ttl = plain(listItems(find(SECTION.header))[TTL_FIELD_OF_HEADER]);
  const scheduled = plain(annotations.get('x-opt-scheduled-enqueue-time'));
  return {
    raw: withId,
    bare: withId.subarray(sections.find((section) => section.code >= SECTION.properties)?.start ?? 0),
    annotations,
    system: {
      messageId: text(FIELD.messageId) ?? '',
      correlationId: text(FIELD.correlationId),
      to: text(FIELD.to),
      replyTo: text(FIELD.replyTo),
      subject: text(FIELD.subject),
      sessionId: text(FIELD.sessionId),
      replyToSessionId: text(FIELD.replyToSessionId),
      contentType: text(FIELD.contentType),
      partitionKey: textOf(annotations.get('x-opt-partition-key')),
    },
    application: new Map(mapEntries(find(SECTION.application)).map(([key, value]) => [key, plain(value)])),
    ttlMs: typeof ttl === 'number' ? ttl : undefined,
    scheduledFor: scheduled instanceof Date ? scheduled.getTime() : undefined,
  };
};

/** The messages of a batch: its body has one data section for each. */
export const readBatch = (raw: Buffer): readonly Message[] =>
  readSections(raw)
    .filter((section) => section.code === SECTION.data)
    .map((section) => readMessage(section.value.value as Buffer));

/** The message with some application properties set; the types of the others stay as they were. */
export const withApplicationProperties = (
  message: Message,
  changes: Readonly<Record<string, unknown>>,
): Message => {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined && value !== null);
  if (given.length === 0) return message;
  const sections = readSections(message.raw);
  const old = mapEntries(sections.find((section) => section.code === SECTION.application));
  const merged = new Map([...old, ...given.map(([key, value]) => [key, types.wrap(value)] as const)]);
  const items = [...merged].flatMap(([key, value]) => [types.wrap_string(key), value]);
  const bytes = section(SECTION.application, types.Map32(items));
  return readMessage(replaceSection(message.raw, sections, SECTION.application, bytes));
};

/** The body for a person to read: parsed JSON, else text, else base64. */
export const bodyForPeople = (message: Message): unknown => {
  const body = readSections(message.raw).filter(({ code }) => code >= SECTION.data && code <= SECTION.value);
  if (body[0]?.code === SECTION.value) return plain(body[0].value);
  const bytes = Buffer.concat(body.map(({ value }) => value.value).filter((value) => Buffer.isBuffer(value)));
  const text = bytes.toString('utf8');
  if (!Buffer.from(text).equals(bytes)) return bytes.toString('base64');
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
};

/** Bytes of a section with the given descriptor. */
export const section = (code: number, value: Typed): Buffer =>
  encode(types.described(types.wrap_ulong(code), value));

const ensureMessageId = (raw: Buffer): Buffer => {
  const sections = readSections(raw);
  const properties: Section | undefined = sections.find(({ code }) => code === SECTION.properties);
  const items = listItems(properties);
  if (textOf(items[FIELD.messageId]) !== undefined) return raw;
  const id = types.wrap_string(randomUUID().replaceAll('-', ''));
  return replaceSection(
    raw,
    sections,
    SECTION.properties,
    section(SECTION.properties, types.wrap_list([id, ...items.slice(1)])),
  );
};

const plain = (value: Typed | undefined): unknown =>
  value === undefined ? undefined : types.unwrap(value, false);

/** Ids may be text, number or uuid; the broker compares them as text. */
const textOf = (value: Typed | undefined): string | undefined => {
  const given = plain(value);
  if (typeof given === 'string') return given;
  if (Buffer.isBuffer(given)) return given.toString('hex');
  return typeof given === 'number' ? String(given) : undefined;
};
