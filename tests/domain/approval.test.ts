import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { approversOf, ineligibility, type Interested } from '../../lib/domain/approval.ts';
import { isSamePerson, objectId, type Person } from '../../lib/domain/person.ts';
import { tenantId } from '../../lib/domain/ids.ts';
import { people, texts } from '../support/arbitraries/values.ts';
import { anApproval, aPerson } from '../support/builders.ts';

const request: Interested = {
  recipient: aPerson('Olive'),
  requesters: [aPerson('Rita'), aPerson('Ravi')],
  revision: 'rv-1',
};
const other = tenantId('11111111-2222-4333-8444-555555555555');

describe('a decision', () => {
  test.each<readonly [string, Person | undefined, string | undefined]>([
    ['of an eligible person counts', aPerson('Ada'), undefined],
    ['of nobody we know does not', undefined, 'APPROVER_UNKNOWN'],
    ['of a disabled account does not', aPerson('Ada', { enabled: false }), 'APPROVER_DISABLED'],
    ['of the recipient does not', aPerson('Olive'), 'APPROVER_IS_RECIPIENT'],
    [
      'of the recipient under another name does not',
      aPerson('Olive', { displayName: 'Ada', mail: 'ada@x.example' }),
      'APPROVER_IS_RECIPIENT',
    ],
    ['of who asked does not', aPerson('Rita'), 'APPROVER_ASKED_FOR_IT'],
    ['of anyone who asked does not', aPerson('Ravi'), 'APPROVER_ASKED_FOR_IT'],
    [
      'of a namesake of the recipient in another tenant counts',
      aPerson('Olive', { tenant: other }),
      undefined,
    ],
  ])('%s', (_what, by, reason) => {
    expect(ineligibility(anApproval(), by, request)).toBe(reason);
  });

  test('on another revision does not count, whoever it is of', () => {
    expect(ineligibility(anApproval({ revision: 'rv-0' }), aPerson('Ada'), request)).toBe('OTHER_REVISION');
  });

  test('counts where nobody is interested', () => {
    const nobody = { recipient: undefined, requesters: [], revision: 'rv-1' };
    expect(ineligibility(anApproval(), aPerson('Olive'), nobody)).toBeUndefined();
  });

  test('that counts is never of the one it is for, nor of who asked', () => {
    const few = fc.constantFrom(...['Ada', 'Olive', 'Rita', 'Nils'].map((name) => aPerson(name)));
    fc.assert(
      fc.property(
        fc.oneof(few, people),
        few,
        fc.array(few),
        fc.constantFrom('rv-1', 'rv-2'),
        (by, recipient, requesters, revision) => {
          const reason = ineligibility(anApproval(), by, { recipient, requesters, revision });
          if (reason !== undefined) return;
          expect([recipient, ...requesters].some((person) => isSamePerson(person, by))).toBe(false);
          expect([by.enabled, revision]).toEqual([true, 'rv-1']);
        },
      ),
    );
  });
});

test('all who approved are those who said yes before, and the one who said it last', () => {
  const [first, second] = [anApproval({ id: 'one' }), anApproval({ id: 'two' })];
  expect(approversOf(first)).toEqual([first]);
  const last = { ...second, also: [first] };
  expect(approversOf(last)).toEqual([first, last]);
});

describe('two people', () => {
  test('are the same by tenant and object id, however those are written and whatever they are called', () => {
    fc.assert(
      fc.property(people, texts, (person, name) => {
        const again = {
          tenant: tenantId(person.tenant.toUpperCase()),
          objectId: objectId(person.objectId.toUpperCase()),
          displayName: name,
        };
        expect(isSamePerson(person, again)).toBe(true);
      }),
    );
  });
});
