import { describe, expect, test } from '@jest/globals';
import { triedLinks } from '../../lib/domain/owner-chain.ts';
import { aPerson } from '../support/builders.ts';

describe('the owner chain', () => {
  test('tells of each link who was found there, who has left, and who has no mailbox', () => {
    const [someone, left, without] = [
      aPerson('Someone'),
      aPerson('Left', { enabled: false, mail: undefined }),
      aPerson('Without', { mail: undefined }),
    ];
    const evidence = {
      byLabel: [left],
      applicationOwners: [someone, left, without],
      servicePrincipalOwners: [],
    };
    expect(triedLinks(evidence)).toEqual([
      { link: 'owner-tag', found: 1, disabled: 1, withoutMail: 0 },
      { link: 'application-owner', found: 3, disabled: 1, withoutMail: 1 },
      { link: 'service-principal-owner', found: 0, disabled: 0, withoutMail: 0 },
    ]);
  });
});
