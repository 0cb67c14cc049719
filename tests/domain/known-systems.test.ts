import { describe, expect, test } from '@jest/globals';
import { systemsOf } from '../../lib/domain/known-systems.ts';

const systems = (labels: readonly string[], ...dependents: readonly string[]) =>
  systemsOf({ labels }, { dependents: dependents.map((what) => ({ name: 'someone', what })) });

describe('the systems that a credential is about', () => {
  test('are those of its labels, in lower case, and then those that depend on it', () => {
    expect(systems(['system:Okta', 'SYSTEM:jamf'], 'partner')).toEqual(['okta', 'jamf', 'partner']);
  });

  test('are each there once', () => {
    expect(systems(['system:okta', 'system:OKTA'], 'okta')).toEqual(['okta']);
  });

  test.each(['okta', 'system:', 'a system:okta', 'systems:okta', 'system:okta\nx'])(
    '%j names none',
    (label) => {
      expect(systems([label])).toEqual([]);
    },
  );

  test('are none where nobody says of dependents', () => {
    expect(systemsOf({ labels: [] }, {})).toEqual([]);
  });
});
