import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { golden, goldenTypes } from '../support/goldens.ts';
import type { Schema } from './breaks.ts';

const folder = new URL('../../docs/schemas/', import.meta.url);
const schemaIn = (file: string): Schema => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Schema;

const ajv = new Ajv2020({ allErrors: true });
formats.default(ajv);
const validatorOf = (type: string) => ajv.getSchema(type) ?? ajv.compile(schemaIn(`${type}.json`));

/** Where a validator finds fault. */
const faultsOf = (type: string, event: unknown): readonly string[] => {
  const validate = validatorOf(type);
  return validate(event)
    ? []
    : (validate.errors ?? []).map(({ instancePath, keyword }) => `${instancePath} ${keyword}`);
};

/** Each field with its place and what is said of it. */
const fieldsOf = (schema: Schema, at: string): readonly (readonly [string, unknown])[] => [
  ...Object.entries((schema['properties'] ?? {}) as Record<string, Schema>).flatMap(([name, field]) => [
    [`${at}.${name}`, field['description']] as const,
    ...fieldsOf(field, `${at}.${name}`),
  ]),
  ...(schema['items'] === undefined ? [] : fieldsOf(schema['items'] as Schema, `${at}[]`)),
];

describe.each(goldenTypes())('the JSON Schema of %s', (type) => {
  test('takes what was released, also with fields that nobody knows yet', () => {
    const event = golden(type);
    expect(faultsOf(type, event)).toEqual([]);
    expect(faultsOf(type, { ...event, traceparent: '00', data: { ...event.data, region: 'emea' } })).toEqual(
      [],
    );
  });

  test('refuses a wrong type, id, time and tenant, and what lacks its data', () => {
    const event = golden(type);
    const { data: _, ...without } = event;
    expect(faultsOf(type, { ...event, type: type.replace(/v\d+$/, 'v9') })).toEqual(['/type const']);
    expect(faultsOf(type, { ...event, id: 'ev-1' })).toEqual(['/id pattern']);
    expect(faultsOf(type, { ...event, time: 'yesterday' })).toEqual(['/time format']);
    expect(faultsOf(type, { ...event, data: { ...event.data, tenantId: 'ours' } })).toEqual([
      '/data/tenantId format',
    ]);
    expect(faultsOf(type, without)).toEqual([' required']);
  });

  test('refuses the event of any other type', () => {
    const taken = goldenTypes().filter((other) => faultsOf(type, golden(other)).length === 0);
    expect(taken).toEqual([type]);
  });
});

test('every field of every event says what it means, and so does every field of a policy', () => {
  const files = readdirSync(folder).filter((file) => file.startsWith('expiry-monitor.'));
  const fields = [...files, 'setting-POLICY.json'].flatMap((file) => fieldsOf(schemaIn(file), file));
  expect(fields.length).toBeGreaterThan(200);
  expect(
    fields.filter(([, meaning]) => typeof meaning !== 'string' || meaning === '').map(([at]) => at),
  ).toEqual([]);
});
