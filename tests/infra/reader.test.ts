import { describe, expect, test } from '@jest/globals';
import { expandBicep } from '../../scripts/bicep/expand.ts';
import { BicepError } from '../../scripts/bicep/tokens.ts';
import { faultsOfNames } from '../../scripts/bicep/names.ts';
import { parseBicep } from '../../scripts/bicep/parse.ts';

/** The value of an expression, through an output. */
const valueOf = (expression: string, before = ''): unknown => {
  const { outputs, faults } = expandBicep('/t.bicep', {}, (path) => {
    if (path === '/t.bicep') return `${before}\noutput it object = any(${expression})`;
    if (path === '/data.json') return '{"a":[1,2]}';
    throw new Error('not there');
  });
  const other = faults.filter(({ message }) => !message.includes('not of type object'));
  if (other.length > 0) throw new Error(other.map(({ message }) => message).join('\n'));
  return outputs.get('it') ?? /it is (.*), not of type/.exec(faults[0]?.message ?? '')?.[1];
};
const shown = (expression: string, before = ''): unknown => valueOf(`{ it: ${expression} }`, before);

describe('an expression means what Bicep means by it', () => {
  test.each([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['10 - 3 - 2', 5],
    ["'a' == 'a' && !('b' == 'c')", true],
    ['false || true && false', false],
    ['true ? 1 : false ? 2 : 3', 1],
    ["null ?? 'x'", 'x'],
    ["'a${1 + 1}b${'c${3}'}'", 'a2bc3'],
    ["'\\u{41}\\'\\$'", "A'$"],
    ['map([1, 2], n => n + 1)', [2, 3]],
    ["map(['a'], (v, i) => '${v}${i}')", ['a0']],
    ['filter([1, 2, 3], n => n > 1 && n != 3)', [2]],
    [
      'items({ b: 1, a: 2 })',
      [
        { key: 'a', value: 2 },
        { key: 'b', value: 1 },
      ],
    ],
    ['union({ a: { b: 1 } }, { a: { c: 2 } })', { a: { b: 1, c: 2 } }],
    ["union(['a', 'b', 'a'], ['b'])", ['a', 'b']],
    ['flatten([[1], [2, 3]])', [1, 2, 3]],
    ["toObject(['a'], k => k, k => '${k}!')", { a: 'a!' }],
    ['reduce([1, 2], 0, (sum, n) => sum + n)', 3],
    ["{ a: 1 }.?b ?? 'none'", 'none'],
    ["[1][?3] ?? 'none'", 'none'],
    ["last(split('a/b/c', '/'))", 'c'],
    ["loadJsonContent('data.json').a[1]", 2],
    ['[for n in range(0, 3): n * 2]', [0, 2, 4]],
    ["format('{0}-{1}', 'a', 1)", 'a-1'],
    ["'A' =~ 'a'", true],
    ["take('abcdef', 2)", 'ab'],
    ["contains({ a: 1 }, 'a')", true],
  ])('%s', (expression, expected) => {
    expect(shown(expression)).toEqual({ it: expected });
  });

  test('a name for a thing is the same each time, and another for another', () => {
    const made = shown("[uniqueString('a'), uniqueString('a'), uniqueString('b')]") as { it: string[] };
    expect(made.it[0]).toBe(made.it[1]);
    expect(made.it[0]).not.toBe(made.it[2]);
    expect(made.it[0]).toMatch(/^[a-z]{13}$/);
  });

  test.each([
    ["fail('not so')", /not so/],
    ['nothing', /nothing called nothing/],
    ['{ a: 1 }.b', /has no b/],
    ['[1][2]', /no item 2/],
    ["'a' + 1", /takes numbers/],
    ['frobnicate(1)', /no function frobnicate/],
    ["1 ? 'a' : 'b'", /true or false is wanted/],
    ["loadTextContent('gone.txt')", /can not be read/],
  ])('%s is refused', (expression, expected) => {
    expect(() => shown(expression)).toThrow(expected);
  });

  test('what no branch asks for is not evaluated', () => {
    expect(shown("true ? 1 : fail('never')")).toEqual({ it: 1 });
  });

  test('a circle is told, not walked for ever', () => {
    expect(() => shown('a', 'var a = b\nvar b = a')).toThrow(/needs itself/);
  });
});

describe('a file that is not Bicep is refused with its line', () => {
  test.each([
    ['param x string\nvar y = (1 + ', 2],
    ["resource x 'A/b@2024-01-01' = {\n  name: 'x'\n", 3],
    ["var a = 'unfinished\n", 1],
    ['var a = 1 var b = 2', 1],
    ['something x = 1', 1],
    ['var a = ~1', 1],
    ["targetScope = 'planet'", 1],
  ])('%j', (source, line) => {
    let found: unknown;
    try {
      parseBicep('x', source);
    } catch (error) {
      found = error;
    }
    expect(found).toBeInstanceOf(BicepError);
    expect((found as BicepError).line).toBe(line);
  });
});

describe('names', () => {
  test.each([
    ["import { a } from 't.bicep'\nparam a a", ['a is declared twice']],
    ['var a = 1\nvar a = 2\noutput b int = a', ['a is declared twice']],
    ["import { a } from 't.bicep'\noutput b int = 1", ['nobody uses a']],
    ['output b array = map([1], n => m)', ['there is nothing called m']],
    ['param a thing\noutput b string = a', ['there is no type thing']],
    ['output b object = { a: 1, a: 2 }', ['a is said twice']],
    ['output b array = [for n in [1]: n]', []],
  ])('%j', (source, expected) => {
    expect(faultsOfNames(parseBicep('x', source)).map(({ message }) => message)).toEqual(expected);
  });
});

describe('a deployment is gone through', () => {
  const files: Readonly<Record<string, string>> = {
    '/main.bicep': `
param names array = ['a', 'b']
param on bool = true
resource group 'Microsoft.Resources/resourceGroups@2024-11-01' existing = {
  name: 'g'
}
resource many 'Microsoft.Storage/storageAccounts@2025-06-01' = [for (name, at) in names: if (name != 'skipped') {
  name: '\${name}\${at}'
  location: 'x'
}]
resource one 'Microsoft.Storage/storageAccounts/tableServices@2025-06-01' = if (on) {
  parent: many[0]
  name: 'default'
}
module part 'part.bicep' = if (on) {
  params: { from: many[0].properties.primaryEndpoints.table }
}
output id string = one.id
output told string = on ? part!.outputs.told : ''
output group string = group.id
`,
    '/part.bicep': 'param from string\noutput told string = from',
  };
  const read = (path: string): string => files[path] ?? '';

  test('loops, conditions, parents and modules', () => {
    const { resources, outputs, faults } = expandBicep('/main.bicep', { names: ['a', 'skipped'] }, read);
    expect(faults).toEqual([]);
    expect(resources.map(({ name }) => name)).toEqual(['a0', 'a0/default']);
    expect(outputs.get('id')).toMatch(/\/storageAccounts\/a0\/tableServices\/default$/);
  });

  test('what is known only later stays open, and says where it comes from', () => {
    const { outputs, reads } = expandBicep('/main.bicep', {}, read);
    expect(outputs.get('told')).toMatchObject({
      from: 'storageAccounts/a0.properties.primaryEndpoints.table',
    });
    expect(reads.map(({ path }) => path.join('.'))).toContain('properties.primaryEndpoints.table');
  });

  test('an output of a module that is not deployed is told', () => {
    const wrong = {
      ...files,
      '/main.bicep': (files['/main.bicep'] ?? '').replace(
        "on ? part!.outputs.told : ''",
        'part!.outputs.told',
      ),
    };
    const { faults } = expandBicep(
      '/main.bicep',
      { on: false },
      (path) => (wrong as Readonly<Record<string, string>>)[path] ?? '',
    );
    expect(faults.map(({ message }) => message)).toEqual([
      'outputs of part are read, but it is not deployed',
    ]);
  });

  test.each([
    [{ names: 'a' }, /names is "a", not of type array/],
    [{ on: 'yes' }, /on is "yes", not of type bool/],
    [{ other: 1 }, /no parameter other/],
  ])('parameters %j do not fit', (values, expected) => {
    expect(
      expandBicep('/main.bicep', values, read)
        .faults.map(({ message }) => message)
        .join('\n'),
    ).toMatch(expected);
  });
});
