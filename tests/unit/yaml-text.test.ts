import { describe, expect, test } from '@jest/globals';
import { readYaml } from '../../lib/settings/yaml-text.ts';

const read = (text: string) => {
  const said = readYaml(text);
  if (!('value' in said)) throw new Error(said.join());
  return said;
};

describe('JSON as a program writes it', () => {
  const text = '{"a":{"b":[1,2]}}';

  test('says what it says, all of it in the first line', () => {
    const { value, lineOf } = read(text);
    expect(value).toEqual({ a: { b: [1, 2] } });
    expect([lineOf(['a', 'b', 0]), lineOf(['a', 'c']), lineOf(['d']), lineOf([])]).toEqual([
      1,
      1,
      undefined,
      undefined,
    ]);
  });

  test('is told apart from JSON with spaces by nothing', () => {
    const spaced = read('{ "a": { "b": [1, 2] } }');
    expect(spaced.value).toEqual(read(text).value);
    expect(spaced.lineOf(['a', 'b', 0])).toBe(1);
  });

  test('in which a key stands twice is refused, and not read by halves', () => {
    expect(readYaml('{"a":1,"a":2}')).toEqual([expect.stringContaining('must be JSON or YAML')]);
  });
});
