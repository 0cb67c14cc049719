import { expect, test } from '@jest/globals';
import { source } from '../../lib/api/parts.ts';
import { SOURCES } from '../../lib/domain/credential.ts';

test('the sources that the API knows are those that there are', () => {
  expect(source.options).toEqual([...SOURCES]);
});
