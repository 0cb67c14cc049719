import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { loadConfig } from '../../lib/config.ts';
import { CREDENTIAL_KINDS } from '../../lib/domain/credential.ts';
import { credentialKind } from '../../lib/api/declared-item.ts';
import { ownCredentials } from '../../lib/settings/own-credentials.ts';
import { readDeclared } from '../../lib/settings/declared.ts';
import { declaredExamples } from '../support/declared-examples.ts';
import { filledSettings } from '../support/example-settings.ts';

const list = (...items: object[]): string => JSON.stringify({ schemaVersion: 1, items });
const good = { id: 'ztna', kind: 'client-secret', name: 'ZTNA', expires: '2027-03-01' };
const faultsOf = (text: string): readonly string[] =>
  readDeclared(text).faults.map(({ at, message }) => `${at}: ${message}`);

describe('a list of declared items', () => {
  test('of the document is without a fault, and shows every kind', () => {
    const lists = [...declaredExamples('yaml'), ...declaredExamples('csv')].map(readDeclared);
    expect(lists.map(({ faults }) => faults)).toEqual([[], [], []]);
    const kinds = new Set(lists.flatMap(({ items }) => items.map(({ kind }) => kind)));
    expect([...kinds].toSorted()).toEqual(CREDENTIAL_KINDS.toSorted());
    expect(credentialKind.options.toSorted()).toEqual(CREDENTIAL_KINDS.toSorted());
  });

  test('says the same in YAML, JSON and CSV', () => {
    const [yaml = ''] = declaredExamples('yaml');
    const [csv = ''] = declaredExamples('csv');
    const { items } = readDeclared(yaml);
    const told = { dependents: [{ name: 'Remote access of all offices' }] };
    expect(readDeclared(csv).items).toEqual(items.map((item) => ({ ...item, ...told })));
    expect(readDeclared(`\uFEFF${csv.replaceAll('\n', '\r\n')}`)).toEqual(readDeclared(csv));
    expect(readDeclared(list(good)).items).toMatchObject([{ ...good, revision: 1 }]);
  });

  test('names all that is wrong, by line, and takes the rest', () => {
    const read = readDeclared(
      `schemaVersion: 1\nitems:\n  - ${JSON.stringify(good)}\n  - id: Big Id\n    kind: secret\n    name: x\n    expires: soon\n  - id: other\n    kind: token\n    name: x\n    starts: 2027-01-01\n    expires: 2026-01-01\n`,
    );
    expect(read.items.map(({ id }) => id)).toEqual(['ztna']);
    expect(read.faults.map(({ at }) => at)).toEqual([
      'line 4, id',
      'line 5, kind',
      'line 7, expires',
      'line 12, expires',
    ]);
    expect(read.faults.map(({ message }) => message)).toEqual([
      expect.stringContaining('a-z, 0-9'),
      expect.stringContaining('client-secret'),
      expect.stringContaining('2027-03-01'),
      'lies before starts',
    ]);
  });

  test('in CSV names the line and the column, odd columns and missing ones', () => {
    expect(
      faultsOf('id,kind,name,expires\nztna,client-secret,ZTNA,2027-02-30\n\nb,token,,2027-01-01'),
    ).toEqual([
      expect.stringMatching(/^line 2, column expires: must be a date/),
      expect.stringMatching(/^line 4, column name: /),
    ]);
    expect(faultsOf('id,kind,expires,colour,Client Secret\n')).toEqual([
      expect.stringMatching(/^column colour: is none of ours, which are: id, tenant/),
      expect.stringMatching(/^column client secret: is the place of a value/),
      'column name: is missing',
    ]);
    expect(faultsOf('id,kind,name,expires\na,token,"A,2027-01-01')).toEqual([
      'the list: line 2: a cell begins with a quotation mark that nothing closes',
    ]);
    expect(faultsOf('id,kind,name,expires\na,token,A,2027-01-01,more')).toEqual([
      'line 2: has more cells than the header has names',
    ]);
  });

  test('never holds a value, and no fault repeats what stood there', () => {
    const planted = 'abc8Q~a-value-that-nobody-may-see';
    const faults = [
      ...faultsOf(list({ ...good, secret: planted })),
      ...faultsOf(
        list({
          ...good,
          kind: planted,
          expires: planted,
          owner: planted,
          level: planted,
          thumbprint: planted,
        }),
      ),
      ...faultsOf(`id,kind,name,expires,password\na,token,A,2027-01-01,${planted}`),
      ...faultsOf(`schemaVersion: 1\nitems: [\n  ${planted}: "`),
    ];
    expect(faults.length).toBeGreaterThan(6);
    expect(faults.join('\n')).not.toContain(planted);
    expect(faults[0]).toContain('is the place of a value');
  });

  test.each([
    ['a formula', '=HYPERLINK("https://evil.example")'],
    ['a formula after a blank', ' +1'],
    ['a line break', 'ZTNA\nBcc: all@northwind.example'],
    ['a mark that turns the direction of writing', 'ZTNA \u202Etxt.exe'],
    ['nothing', '   '],
    ['10,000 characters', 'x'.repeat(10_000)],
  ])('refuses %s as a name', (_, name) => {
    expect(faultsOf(list({ ...good, name }))).toEqual([expect.stringMatching(/^line 1, name: /)]);
  });

  test.each([
    ['of a later version', '{"schemaVersion":2,"items":[]}', 'schemaVersion: must be 1'],
    ['that is none', '[]', 'the list: '],
    [
      'with an unknown part',
      '{"schemaVersion":1,"items":[],"more":1}',
      'the list: has more, which nobody knows',
    ],
    ['with an id twice', list(good, good), 'line 1: declares ztna once more'],
    ['of 5001 items', list(...Array.from({ length: 5001 }, () => good)), 'items: has at most 5000'],
  ])('%s is refused', (_, text, fault) => {
    expect(faultsOf(text)[0]).toContain(fault);
  });

  test('whatever the text, reading it ends, with items that are good or faults that say where', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ maxLength: 80 }),
          fc.string({ maxLength: 80 }).map((rest) => `id,kind,name,expires\n${rest}`),
          fc.json().map((items) => `{"schemaVersion":1,"items":[${items}]}`),
        ),
        (text) => {
          const { items, faults } = readDeclared(text);
          expect(items.every(({ id }) => /^[a-z0-9]/.test(id))).toBe(true);
          expect(faults.every(({ at, message }) => at !== '' && message !== '')).toBe(true);
        },
      ),
    );
  });
});

describe('the settings', () => {
  const settings = (given: Record<string, string>) => loadConfig({ ...filledSettings(), ...given }).watch;

  test('take a list, and stop the start with all its faults', () => {
    expect(settings({ DECLARED: list(good) })?.DECLARED).toMatchObject([good]);
    expect(() => settings({ DECLARED: list({ ...good, id: '' }, { ...good, kind: 'x' }) })).toThrow(
      /DECLARED: line 1, id: [^\n]*\n {2}DECLARED: line 1, kind: /,
    );
    const stranger = { ...good, tenant: '11111111-1111-4111-8111-111111111111' };
    expect(() => settings({ DECLARED: list(stranger) })).toThrow(
      'DECLARED: names a tenant that is not in TENANTS',
    );
    expect(() => settings({ DECLARED_FILE: '../outside.yaml' })).toThrow('must be a file within the package');
    expect(() => settings({ DECLARED_FILE: 'tests/contract/goldens/declared.csv' })).toThrow(
      'DECLARED_FILE: line 6, column expires: must be a date',
    );
  });

  test('take what the document says of our own credentials, and nothing else', () => {
    const [own = ''] = declaredExamples('json');
    expect(ownCredentials.parse(JSON.parse(own))).toMatchObject({
      SERVICENOW_CLIENT_SECRET: { expires: '2027-03-01' },
      LIVE_SIGN_IN_CERTIFICATE: { kind: 'client-certificate' },
    });
    for (const wrong of [{ lower: 'never' }, { X: 'soon' }, { X: { expires: 'never', value: 'v' } }])
      expect(ownCredentials.safeParse(wrong).success).toBe(false);
  });
});
