import { describe, expect, test } from '@jest/globals';
import { sha256 } from '../../lib/adapters/system/sha256.ts';
import { give, type GivenDecision } from '../../lib/domain/given-decision.ts';
import { decisionId } from '../../lib/domain/ids.ts';
import { aPerson, aRenewal, NOW } from '../support/builders.ts';

const { id: renewalId, of } = aRenewal('requested');
const decision = (name: string, outcome: GivenDecision['outcome'] = 'approved'): GivenDecision => ({
  id: decisionId(sha256, renewalId, 'rv-1', name),
  by: aPerson(name),
  outcome,
  revision: 'rv-1',
  justification: 'Still needed.',
  decidedAt: NOW,
});
const all = (...decisions: readonly GivenDecision[]) => ({ renewalId, tenant: of.tenant, decisions });

describe('a decision that is given to us', () => {
  test('comes after those that are there', () => {
    const [ann, ben] = [decision('Ann'), decision('Ben', 'denied')];
    expect(give(all(), ann)).toEqual({ ok: true, value: all(ann) });
    expect(give(all(ann), ben)).toEqual({ ok: true, value: all(ann, ben) });
  });

  test('twice is one decision, and nothing changes', () => {
    const before = all(decision('Ben', 'denied'), decision('Ann'));
    const again = give(before, decision('Ann'));
    expect(again.ok && again.value).toBe(before);
  });

  test.each([
    ['approved', 'denied'],
    ['denied', 'approved'],
  ] as const)('as %s stands: whoever gave it cannot say %s of the same revision', (first, then) => {
    expect(give(all(decision('Ann', first)), decision('Ann', then))).toEqual({
      ok: false,
      failure: 'DECIDED_OTHERWISE',
    });
  });
});
