import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { OPERATIONS } from '../../lib/api/catalogue.ts';
import { registeredOf } from '../support/printed-functions.ts';

type Schema = Readonly<Record<string, unknown>>;
interface Described {
  readonly operationId: string;
  readonly summary: string;
  readonly security?: readonly object[];
  readonly 'x-app-role'?: string;
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<
    Record<string, { readonly description: string; readonly content: Record<string, { schema: Schema }> }>
  >;
}
const document = JSON.parse(
  readFileSync(new URL('../../docs/api/openapi.json', import.meta.url), 'utf8'),
) as {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: { readonly schemas: Record<string, Schema> };
};
const described = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
);

describe('the OpenAPI document', () => {
  test('describes each operation once, as its function is registered', () => {
    const functions = registeredOf('watch').filter(({ trigger }) => trigger === 'http');
    const open = new Set(['health', 'ready']);
    const registered = functions
      .filter(({ name }) => !open.has(name))
      .map(({ name, options }) => ({
        name,
        path: `/${String(options['route'])}`,
        method: (options['methods'] as readonly string[]).join(),
      }));
    const documented = described.map(({ path, method, operation }) => ({
      name: operation.operationId,
      path,
      method,
    }));
    const byName = (a: { readonly name: string }, b: { readonly name: string }) => (a.name < b.name ? -1 : 1);
    expect(documented.toSorted(byName)).toEqual(registered.toSorted(byName));
    expect(documented).toHaveLength(OPERATIONS.watch.length);
  });

  test('names every part of a path, and no other', () => {
    for (const { path, operation } of described) {
      const named = operation.parameters.filter((one) => one.in === 'path').map(({ name }) => name);
      expect(named).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
    }
  });

  test('says which role each needs, and how one who lacks it is told', () => {
    for (const { operation } of described) {
      expect(operation.security).toEqual([{ entra: [] }]);
      expect(['Reader', 'Operator', 'Approver', 'Auditor']).toContain(operation['x-app-role']);
      expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(['401', '403', '503']));
    }
  });

  test('lets nobody change anything by GET, and nobody who only reads by anything else', () => {
    for (const { method, operation } of described)
      expect(operation['x-app-role'] === 'Reader').toBe(method === 'GET');
  });

  test('has schemas that a validator takes', () => {
    expect(document.openapi).toBe('3.1.0');
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
    addFormats.default(ajv);
    ajv.addKeyword('components');
    ajv.addSchema({ $id: 'api', components: document.components });
    const schemas = described.flatMap(({ operation }) => [
      ...operation.parameters.map(({ schema }) => schema),
      ...Object.values(operation.requestBody?.content ?? {}).map(({ schema }) => schema),
      ...Object.values(operation.responses).flatMap(({ content }) =>
        Object.values(content).map(({ schema }) => schema),
      ),
    ]);
    expect(schemas.length).toBeGreaterThan(20);
    for (const schema of schemas) {
      const text = JSON.stringify(schema).replaceAll('"#/', '"api#/');
      expect(() => ajv.compile(JSON.parse(text) as Schema)).not.toThrow();
    }
  });
});
