import { describe, expect, test } from '@jest/globals';
import { DEFAULT_POLICY, type Policy } from '../../lib/domain/policy.ts';
import { unmetLabels } from '../../lib/domain/policy-labels.ts';
import { days } from '../../lib/domain/time.ts';

const labels = (...all: readonly string[]) => ({ labels: all });
const policy: Policy = {
  ...DEFAULT_POLICY,
  rules: [{ ...DEFAULT_POLICY.fallback }, { ...DEFAULT_POLICY.fallback, ...labels('tier:1', 'teir:*') }],
  scope: { include: [labels('watched')], exclude: [labels('ignored')] },
  systemManaged: { add: [{ name: 'Robot', ...labels('robot') }], remove: [] },
  preferences: [
    { for: labels('secretive'), prefer: ['certificate'], reason: 'Safer.', reviewAfter: days(90) },
  ],
  dependents: [{ name: 'HR', of: labels('hr'), accepts: ['secret'], reviewAt: undefined }],
};

describe('labels of a policy that no subject bears', () => {
  test('are told by their places, wherever a policy names them', () => {
    expect(unmetLabels(policy, new Set())).toEqual([
      'rules.1.labels.0',
      'rules.1.labels.1',
      'scope.include.0.labels.0',
      'scope.exclude.0.labels.0',
      'systemManaged.add.0.labels.0',
      'preferences.0.labels.0',
      'dependents.0.labels.0',
    ]);
  });

  test('are those that fit none, however many there are', () => {
    const borne = new Set(['other', 'TIER:1', 'watched', 'ignored', 'robot', 'secretive', 'hr']);
    expect(unmetLabels(policy, borne)).toEqual(['rules.1.labels.1']);
    expect(unmetLabels(DEFAULT_POLICY, new Set())).toEqual([]);
  });
});
