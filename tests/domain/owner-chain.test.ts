import { expect, test } from '@jest/globals';
import { triedLinks } from '../../lib/domain/owner-chain.ts';
import { aPerson } from '../support/builders.ts';

test('each link tells whom it found, who has left and who has no mailbox, in the order of the chain', () => {
  const left = aPerson('Greta', { enabled: false });
  const leftWithoutMail = aPerson('Hugo', { enabled: false, mail: undefined });
  const withoutMail = aPerson('Olga', { mail: undefined });
  expect(
    triedLinks({
      byLabel: [left, leftWithoutMail],
      applicationOwners: [],
      servicePrincipalOwners: [withoutMail, aPerson('Ada')],
    }),
  ).toEqual([
    { link: 'owner-tag', found: 2, disabled: 2, withoutMail: 0 },
    { link: 'application-owner', found: 0, disabled: 0, withoutMail: 0 },
    { link: 'service-principal-owner', found: 2, disabled: 0, withoutMail: 1 },
  ]);
});
