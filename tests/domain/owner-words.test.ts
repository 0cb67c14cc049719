import { describe, expect, test } from '@jest/globals';
import { contactOf, wordOf } from '../../lib/domain/owner-contact.ts';
import { ownerTagOf } from '../../lib/domain/owner-tag.ts';

describe('the tag that says who answers for something', () => {
  test.each([
    [{ owner: 'olive' }, 'olive'],
    [{ ownerUpn: 'upn', OwnerMail: 'mail', ' OWNER ': ' olive ' }, 'olive'],
    [{ ownerUpn: 'upn', OwnerMail: 'mail' }, 'mail'],
    [{ ownerUpn: 'upn' }, 'upn'],
    [{ owner: '  ', ownerMail: 'mail' }, 'mail'],
    [{ Owner: '', owner: 'olive' }, 'olive'],
    [{ team: 'payroll', owners: 'all' }, undefined],
    [{}, undefined],
  ])('of %j is %j', (tags: Readonly<Record<string, string>>, owner) => {
    expect(ownerTagOf(tags)).toBe(owner);
  });
});

describe('a contact', () => {
  test.each([
    [{ person: 'olive' }, { kind: 'person', who: 'olive' }],
    [{ group: 'owners' }, { kind: 'group', which: 'owners' }],
    [{ mailbox: 'team@northwind.example' }, { kind: 'mailbox', address: 'team@northwind.example' }],
  ] as const)('that is written as %j is one, and has that word', (written, contact) => {
    expect(contactOf(written)).toEqual(contact);
    expect(wordOf(contact)).toBe(Object.values(written)[0]);
  });

  test.each([
    {},
    { person: 'olive', group: 'owners' },
    { group: 'owners', mailbox: 'team@northwind.example' },
    { person: 'olive', mailbox: 'team@northwind.example' },
  ])('is none where not exactly one is written: %j', (written) => {
    expect(contactOf(written)).toBeUndefined();
  });
});
