import { type Typed, types } from '../amqp/rhea.ts';

/** Descriptor codes of the sections of an AMQP message, in the order in which they must appear. */
export const SECTION = {
  header: 0x70,
  annotations: 0x72,
  properties: 0x73,
  application: 0x74,
  data: 0x75,
  value: 0x77,
} as const;

/** One section: which, where in the message, and what it says. */
export interface Section {
  readonly code: number;
  readonly start: number;
  readonly end: number;
  readonly value: Typed;
}

/** The sections of an encoded message. Throws when the bytes are not a message. */
export const readSections = (raw: Buffer): readonly Section[] => {
  const reader = new types.Reader(raw);
  const sections: Section[] = [];
  while (reader.remaining() > 0) {
    const start = reader.position;
    const value = reader.read();
    sections.push({ code: Number(value.descriptor?.value), start, end: reader.position, value });
  }
  return sections;
};

/** The members of a list section; a null where a field was left out. */
export const listItems = (section: Section | undefined): readonly Typed[] =>
  section !== undefined && Array.isArray(section.value.value) ? (section.value.value as Typed[]) : [];

/** The pairs of a map section, values with their wire types. */
export const mapEntries = (section: Section | undefined): [string, Typed][] => {
  const items = listItems(section);
  const entries: [string, Typed][] = [];
  for (let index = 0; index + 1 < items.length; index += 2) {
    const [key, value] = [items[index], items[index + 1]];
    if (key !== undefined && value !== undefined) entries.push([String(key.value), value]);
  }
  return entries;
};

/** `raw` with one section put in the place of the old one, or where the order of sections wants it. */
export const replaceSection = (
  raw: Buffer,
  sections: readonly Section[],
  code: number,
  bytes: Buffer,
): Buffer => {
  const old = sections.find((section) => section.code === code);
  const start = old?.start ?? sections.find((section) => section.code > code)?.start ?? raw.length;
  return Buffer.concat([raw.subarray(0, start), bytes, raw.subarray(old?.end ?? start)]);
};
