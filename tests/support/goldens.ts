import { readdirSync, readFileSync } from 'node:fs';
import type { PublishedEvent } from '../../lib/events/catalogue.ts';

const folder = new URL('../events/golden/', import.meta.url);

/** The types that have a golden, by the names of the files. */
export const goldenTypes = (): readonly string[] =>
  readdirSync(folder).map((file) => file.replace(/\.json$/, ''));

/** A released event as it lies in the repository, letter by letter what subscribers were promised. */
export const golden = (type: string): PublishedEvent =>
  JSON.parse(readFileSync(new URL(`${type}.json`, folder), 'utf8')) as PublishedEvent;
