import { createHash } from 'node:crypto';
import type { TokenCredential } from '@azure/identity';
import { describe, expect, test } from '@jest/globals';
import { vaultCertificate, vaultSecret } from '../../lib/adapters/key-vault/vault-sign-ins.ts';

type Clients = NonNullable<Parameters<typeof vaultCertificate>[2]>;

const CER = Buffer.from('the public part');
const KEY = 'https://ours.vault.azure.net/keys/sign-in/00000000000000000000000000000001';
const AT = new URL('https://ours.vault.azure.net/certificates/sign-in');
const identity: TokenCredential = { getToken: () => Promise.resolve(null) };

/** Vaults that answer as the SDK does, and note what they were asked. */
const vaults = (cer: Buffer | undefined, value?: string) => {
  const asked: unknown[] = [];
  const clients = {
    certificates: ({ origin }: URL) => ({
      getCertificate: (name: string) => {
        asked.push(['certificate', origin, name]);
        return Promise.resolve({ cer, keyId: KEY });
      },
    }),
    key: (keyId: string) => ({
      sign: (algorithm: string, digest: Uint8Array) => {
        asked.push(['sign', keyId, algorithm, Buffer.from(digest).toString('hex')]);
        return Promise.resolve({ result: Uint8Array.of(1, 2, 3) });
      },
    }),
    secrets: (origin: string) => ({
      getSecret: (name: string) => {
        asked.push(['secret', origin, name]);
        return Promise.resolve({ value });
      },
    }),
  };
  return { asked, clients: clients as unknown as Clients };
};

describe('what lies in a vault and signs in', () => {
  test('is a certificate whose own key signs, in the vault', async () => {
    const { asked, clients } = vaults(CER);
    const certificate = await vaultCertificate(AT, identity, clients);
    expect(certificate.thumbprint).toBe(createHash('sha256').update(CER).digest('base64url'));
    expect(await certificate.sign('head.claims')).toBe('AQID');
    expect(asked).toEqual([
      ['certificate', 'https://ours.vault.azure.net', 'sign-in'],
      ['sign', KEY, 'PS256', createHash('sha256').update('head.claims').digest('hex')],
    ]);
  });

  test('is no certificate that the vault does not show', async () => {
    await expect(vaultCertificate(AT, identity, vaults(undefined).clients)).rejects.toThrow('does not show');
  });

  test('is a secret by its name, and never an empty one', async () => {
    const at = new URL('https://ours.vault.azure.net/secrets/sign-in');
    const { asked, clients } = vaults(CER, 'hunter2');
    expect(await vaultSecret(at, identity, clients)).toBe('hunter2');
    expect(asked).toEqual([['secret', 'https://ours.vault.azure.net', 'sign-in']]);
    await expect(vaultSecret(at, identity, vaults(CER, '').clients)).rejects.toThrow('is empty');
  });
});
