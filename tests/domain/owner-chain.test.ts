import { expect, test } from '@jest/globals';
import { triedLinks } from '../../lib/domain/owner-chain.ts';
import { aPerson } from '../support/builders.ts';

const NOTHING = {
  found: 0,
  disabled: 0,
  withoutMail: 0,
  guests: 0,
  servicePrincipals: 0,
  unknown: 0,
  largeGroups: 0,
  unreadableGroups: 0,
};

test('each link tells whom it found, who has left and who has no mailbox, in the order of the chain', () => {
  const left = aPerson('Greta', { enabled: false });
  const leftWithoutMail = aPerson('Hugo', { enabled: false, mail: undefined });
  const withoutMail = aPerson('Olga', { mail: undefined });
  expect(
    triedLinks({
      links: [
        { link: 'owner-tag', people: [left], members: [leftWithoutMail, left] },
        { link: 'application-owner', people: [], leftOut: { guests: 2, servicePrincipals: 1 } },
        { link: 'service-principal-owner', people: [withoutMail, aPerson('Ada'), aPerson('Ben')] },
      ],
    }),
  ).toEqual([
    { ...NOTHING, link: 'owner-tag', found: 2, disabled: 2 },
    { ...NOTHING, link: 'application-owner', guests: 2, servicePrincipals: 1 },
    { ...NOTHING, link: 'service-principal-owner', found: 3, withoutMail: 1 },
  ]);
});
