import { expect, test } from '@jest/globals';
import { ownerLabel } from '../../lib/adapters/graph/owner-label.ts';

const application = (tags: readonly string[] | null, notes: string | null = null) => ({
  id: '00000000-0000-4000-8000-000000000001',
  appId: '00000000-0000-4000-8000-000000000002',
  tags: tags === null ? null : [...tags],
  notes,
  passwordCredentials: [],
  keyCredentials: [],
});

test.each([
  [['env:live', 'owner:robin@northwind.example'], null, 'robin@northwind.example'],
  [['Owner = robin@northwind.example '], null, 'robin@northwind.example'],
  [['ownerMail:robin@northwind.example'], null, 'robin@northwind.example'],
  [['owner:web-team'], null, 'web-team'],
  [['owner:first@northwind.example'], 'Owner: second@northwind.example', 'first@northwind.example'],
  [null, 'Run by payments. Contact: pay@northwind.example.', 'pay@northwind.example'],
  [[], 'Owner: <pay@northwind.example>', undefined],
  [[], 'Owner: the payments team', undefined],
  [['ownership:unclear', 'owner:'], null, undefined],
  [null, null, undefined],
])('tags %j and the note %j name %j', (tags, notes, expected) => {
  expect(ownerLabel(application(tags, notes))).toBe(expected);
});
