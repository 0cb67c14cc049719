import { expect, test } from '@jest/globals';
import permissions from '../../infra/permissions.json' with { type: 'json' };
import rights from '../../infra/vault-rights.json' with { type: 'json' };
import { READING_ROLE, whatOpens } from '../../lib/adapters/key-vault/what-opens.ts';

test('the role that a scan misses is the one that the rights on watched vaults take', () => {
  const roles = permissions.watch.vaults.watched.map((name) => rights[name as keyof typeof rights].role);
  expect(new Set(roles)).toEqual(new Set([READING_ROLE]));
});

test.each([
  ['role', 'said: the role Key Vault Reader is missing'],
  ['access-policy', 'said: an access policy is missing that lets us list and get'],
  ['network', 'said: its firewall or private endpoint keeps us out'],
  ['no-address', 'said'],
  [undefined, 'said'],
] as const)('a vault that is closed by %s says who opens it', (wall, reason) => {
  expect(whatOpens({ code: 'CLOSED', detail: 'said', wall })).toBe(reason);
});
