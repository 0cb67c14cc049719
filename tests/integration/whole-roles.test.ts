import { afterEach, describe, expect, test } from '@jest/globals';
import type { Role } from '../../lib/config.ts';
import { expectNoSecretOnDisk } from '../support/whole/canaries.ts';
import { expectAllKept, isAllRedeemed } from '../support/whole/outcome.ts';
import { FEW_RENEWALS, RENEWALS } from '../support/whole/policies.ts';
import { expectRefusedTables, expectRefusedTopics } from '../support/whole/refused.ts';
import { roleHosts } from '../support/whole/role-hosts.ts';
import { GRAPH, tokenOf, VAULT } from '../support/whole/tokens.ts';
import { endWholes, startWhole } from '../support/whole/whole.ts';

describe('three hosts that share the work by roles', () => {
  afterEach(endWholes);

  test('take every renewal to its recipient, and none could do the work of another', async () => {
    const whole = await startWhole({
      settings: { POLICY: FEW_RENEWALS },
      hosts: roleHosts,
    });
    await whole.control('watch').move('schedule-scans');
    await whole.until('every renewal is redeemed', () => isAllRedeemed(whole, RENEWALS));
    await expectAllKept(whole, RENEWALS);

    const { entra, tenant, vaults } = whole.surroundings;
    const ask = async (role: Role, resource: typeof GRAPH | typeof VAULT, url: string, body?: object) => {
      const token = await tokenOf(whole.surroundings, role, resource);
      const answer = await fetch(url, {
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
      });
      return { status: answer.status, said: (await answer.json()) as Readonly<Record<string, unknown>> };
    };
    const applications = `${entra.graphUrl}/v1.0/applications`;
    const addSecret = `${applications}/${tenant.nearExpiry[0]?.objectId ?? ''}/addPassword`;
    const added = { passwordCredential: { displayName: 'not ours to make' } };
    expect(await ask('watch', GRAPH, applications)).toMatchObject({ status: 200 });
    expect(await ask('watch', GRAPH, addSecret, added)).toMatchObject({ status: 403 });
    expect(await ask('link', GRAPH, applications)).toMatchObject({ status: 403 });

    const key = `${vaults['product'] ?? ''}/keys/link-wrap`;
    const read = await ask('renew', VAULT, `${key}?api-version=7.4`);
    expect(read).toMatchObject({ status: 200 });
    const { kid } = read.said['key'] as { readonly kid: string };
    const use = (role: Role, verb: 'wrapkey' | 'unwrapkey', value: unknown) =>
      ask(role, VAULT, `${kid}/${verb}?api-version=7.4`, { alg: 'RSA-OAEP-256', value });
    const value = Buffer.from('a share').toString('base64url');
    const wrapped = await use('renew', 'wrapkey', value);
    expect(await use('link', 'unwrapkey', wrapped.said['value'])).toMatchObject({
      status: 200,
      said: { value },
    });
    expect(await use('renew', 'unwrapkey', wrapped.said['value'])).toMatchObject({ status: 403 });
    expect(await use('link', 'wrapkey', value)).toMatchObject({ status: 403 });
    expect(await use('watch', 'unwrapkey', wrapped.said['value'])).toMatchObject({ status: 403 });

    await expectRefusedTables(whole);
    await expectRefusedTopics(whole);

    await whole.stop();
    await expectNoSecretOnDisk(whole);
  }, 120_000);
});
