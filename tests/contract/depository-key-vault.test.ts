import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { secretClient } from '../../lib/adapters/key-vault/secret-client.ts';
import { keyVaultDepository } from '../../lib/adapters/key-vault/secret-deposit.ts';
import { readId, type RenewalId, tenantId } from '../../lib/domain/ids.ts';
import { instantOfSeconds } from '../../lib/domain/time.ts';
import permissions from '../../infra/permissions.json' with { type: 'json' };
import { runVaultsStandIn } from '../support/vault-stand-in.ts';
import { depositoryContract } from './depository.contract.ts';

depositoryContract('Key Vaults', async () => {
  const running = await runVaultsStandIn({
    grants: { renew: permissions.renew.vaults.deposit, watch: permissions.watch.vaults.watched },
  });
  const as = (appId: string) =>
    keyVaultDepository((_tenant, vault) => secretClient(vault, running.credential(appId)));
  return {
    depository: as('renew'),
    closed: as('watch'),
    vault: running.vaults.urlOf('apps-live'),
    hashesIn: ({ secret }) => running.vaults.depositedIn('apps-live', secret),
    hashOf: (value) => createHash('sha256').update(value).digest('hex'),
    stop: running.stop,
  };
});

test('a vault that does not answer leaves it open whether the value is there', async () => {
  const away = keyVaultDepository(() => ({
    setSecret: () => Promise.reject(Object.assign(new Error('planted'), { name: 'AbortError' })),
    listPropertiesOfSecretVersions: () => {
      throw new Error('not asked');
    },
  }));
  const place = { vault: 'https://apps.vault.example', secret: 'payroll' };
  const says = {
    renewalId: readId<RenewalId>('rn-aclsiz7fr4nl4xm7fqpy3amnqo'),
    attempt: 1,
    keyId: 'key-1',
    expiresAt: instantOfSeconds(1_900_000_000),
  };
  const tenant = tenantId('7d0c4c3e-52a6-4b53-9e07-0f2a7f1d9b11');
  expect(await away.put(tenant, place, 'a value', says)).toMatchObject({
    ok: false,
    failure: { code: 'UNAVAILABLE' },
  });
});
