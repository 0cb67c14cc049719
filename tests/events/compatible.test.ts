import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { CATALOGUE } from '../../lib/events/catalogue.ts';
import { jsonSchemaOf } from '../../scripts/docs/json-schema.ts';
import { breaks, type Schema } from './breaks.ts';

const folder = new URL('released/', import.meta.url);
const released = new Map(
  readdirSync(folder).map((file) => [
    file.replace(/\.json$/, ''),
    JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Schema,
  ]),
);
const published = new Map<string, Schema>(
  Object.values(CATALOGUE)
    .flat()
    .map((schema) => [schema.shape.type.value, { ...jsonSchemaOf(schema) }]),
);

test('every type that is published has a released form, and every released type is still published', () => {
  expect([...published.keys()].toSorted()).toEqual([...released.keys()].toSorted());
});

describe.each([...released])('%s', (type, promised) => {
  test('is what was released, but for new fields that may be missing', () => {
    expect(breaks(promised, published.get(type) ?? {})).toEqual([]);
  });

  test('could not lose a field of its data, nor gain a required one', () => {
    const current = structuredClone(published.get(type)!) as unknown as {
      properties: { data: { properties: Record<string, Schema>; required: string[] } };
    };
    const { data } = current.properties;
    delete data.properties['tenantId'];
    data.properties['region'] = { type: 'string' };
    data.required.push('region');
    expect(breaks(promised, current as unknown as Schema)).toEqual([
      'data.tenantId is gone',
      'data.region is new and required',
    ]);
  });
});
