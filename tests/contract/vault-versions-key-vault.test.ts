import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import permissions from '../../infra/permissions.json' with { type: 'json' };
import { keyVaultVersions } from '../../lib/adapters/key-vault/vault-versions.ts';
import { versionClients } from '../../lib/adapters/key-vault/version-clients.ts';
import { generateAuthority } from '../../local/certificates/generate.ts';
import { signRequest } from '../../local/certificates/requests.ts';
import { runVaultsStandIn } from '../support/vault-stand-in.ts';
import { vaultVersionsContract } from './vault-versions.contract.ts';

const SIGN = ['sign', 'verify'];
const VAULT = {
  name: 'apps',
  certificates: [
    { name: 'self-issued', endsIn: 5, issuer: 'Self' },
    { name: 'refused-by-issuer', endsIn: 5, issuer: 'DigiCert' },
    { name: 'signed-elsewhere', endsIn: 5 },
  ],
  keys: [
    { name: 'ledger', kind: 'EC', operations: SIGN, endsIn: 5 },
    { name: 'rotates-itself', kind: 'EC', operations: SIGN, endsIn: 24, rotates: { beforeEnd: 'P10D' } },
  ],
  secrets: [
    { name: 'random', endsIn: 5, tags: { 'expiry-monitor-generate': '40', owner: 'payments-team' } },
    { name: 'plain', endsIn: 5 },
  ],
} as const;

vaultVersionsContract('Key Vaults', async () => {
  const running = await runVaultsStandIn({
    vaults: [VAULT],
    grants: { renew: permissions.renew.vaults.version, stranger: [] },
  });
  const control = `http://127.0.0.1:${running.vaults.controlPort}`;
  await fetch(`${control}/certificates/apps/refused-by-issuer/issuer`, {
    method: 'POST',
    body: JSON.stringify({ refuses: 'The account is suspended.' }),
  });
  const now = Date.now();
  const validity = { notBefore: new Date(now - 60_000), notAfter: new Date(now + 400 * 86_400_000) };
  const authority = await generateAuthority('An authority of the tests', validity);
  const url = new URL(running.vaults.urlOf('apps'));
  const as = (appId: string) =>
    keyVaultVersions((_tenant, host) =>
      host === url.hostname ? versionClients(url, running.credential(appId)) : undefined,
    );
  return {
    versions: as('renew'),
    closed: as('stranger'),
    host: url.hostname,
    sign: async (csr) => {
      const der = await signRequest(authority, Buffer.from(csr, 'base64'), validity);
      return [der.toString('base64'), derOf(authority.cert)];
    },
    valuesIn: (secret) => running.vaults.depositedIn('apps', secret),
    hashOf: (value) => createHash('sha256').update(value).digest('hex'),
    issued: () => delay(600),
    stop: running.stop,
  };
});

const derOf = (pem: string): string => pem.replace(/-----[^-]+-----|\s/g, '');
