import { createHash, X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { CertificateClient } from '@azure/keyvault-certificates';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { as, EPOCH, type Item, type RunningVaults, runVaults, vaultProcess } from './running-vaults.ts';

const DAY = 86_400_000;
const API = 'api-version=2025-07-01';

let running: RunningVaults;
let live: CertificateClient;
let nle: CertificateClient;

beforeAll(async () => {
  running = await runVaults();
  const clientOf = (vault: string) =>
    new CertificateClient(running.vaults.urlOf(vault), as(), running.client);
  live = clientOf('apps-live');
  nle = clientOf('apps-nle');
});
afterAll(() => running.stop());

const all = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
};

/** All pages of a list, by plain calls: the client has no way to ask for a size. */
const pagesFrom = async (url: string | null): Promise<Item[][]> => {
  const pages: Item[][] = [];
  for (let next = url; next !== null;) {
    const { body } = await running.call(next);
    pages.push([...body.value]);
    next = body.nextLink;
  }
  return pages;
};

const daysFrom = (end: Date | undefined): number => Math.floor((end!.getTime() - EPOCH.getTime()) / DAY);

describe('listing certificates', () => {
  test.each([
    ['apps-live', 27],
    ['apps-nle', 18],
  ])('in %s gives all %s, each once', async (vault, count) => {
    const client = vault === 'apps-live' ? live : nle;
    const names = (await all(client.listPropertiesOfCertificates())).map(({ name }) => name);
    expect(names).toHaveLength(count);
    expect(new Set(names).size).toBe(count);
  });

  test('shows one that still waits for its first answer only to who asks for it', async () => {
    const listed = await all(live.listPropertiesOfCertificates({ includePending: true }));
    expect(listed).toHaveLength(28);
    const waiting = listed.find(({ name }) => name === 'partner-mtls-next');
    expect(waiting).toMatchObject({ enabled: false, expiresOn: undefined, x509Thumbprint: undefined });
  });

  test('comes in pages of at most 25, one of them empty though more follow', async () => {
    const sizes = (await all(live.listPropertiesOfCertificates().byPage())).map((page) => page.length);
    expect(sizes).toEqual([25, 0, 2]);
  });

  test('keeps the size of pages that was asked for', async () => {
    const pages = await pagesFrom(`${running.vaults.urlOf('apps-nle')}/certificates?${API}&maxresults=7`);
    expect(pages.map((page) => page.length)).toEqual([7, 0, 7, 4]);
  });

  test('gives an absolute link to the next page, with everything that was asked', async () => {
    const url = running.vaults.urlOf('apps-nle');
    const { body } = await running.call(`${url}/certificates?api%2Dversion=7.6&maxresults=7`);
    expect(body.nextLink).toMatch(
      /^https:\/\/apps-nle\.vault\.localhost:\d+\/certificates\?api-version=7\.6&maxresults=7&\$skiptoken=\S+$/,
    );
  });

  test.each(['0', '26', 'many'])('refuses maxresults=%s', async (most) => {
    const url = running.vaults.urlOf('apps-nle');
    const { status, body } = await running.call(`${url}/certificates?${API}&maxresults=${most}`);
    expect([status, body.error.code]).toEqual([400, 'BadParameter']);
  });

  test('refuses a skiptoken of its own making', async () => {
    const url = running.vaults.urlOf('apps-nle');
    const { status } = await running.call(`${url}/certificates?${API}&$skiptoken=nonsense`);
    expect(status).toBe(400);
  });

  test.each([
    ['apps-live', 4],
    ['apps-nle', 3],
  ])(
    'in %s finds %s enabled ones near their end that nobody renews, and two past it',
    async (vault, near) => {
      const client = vault === 'apps-live' ? live : nle;
      const listed = await all(client.listPropertiesOfCertificates());
      const ends: number[] = [];
      for (const { name, enabled, expiresOn } of listed) {
        const { policy } = await client.getCertificate(name!);
        if (enabled === true && policy?.lifetimeActions?.[0]?.action !== 'AutoRenew')
          ends.push(daysFrom(expiresOn));
      }
      expect(ends.filter((days) => days >= 0 && days < 30)).toHaveLength(near);
      expect(ends.filter((days) => days < 0)).toHaveLength(2);
    },
  );
});

describe('a certificate', () => {
  test('is a real one whose dates and thumbprint are those of its properties', async () => {
    const { cer, properties } = await live.getCertificate('storefront-tls');
    const certificate = new X509Certificate(cer!);
    expect(certificate.validToDate.getTime()).toBe(properties.expiresOn!.getTime());
    expect(certificate.validFromDate.getTime()).toBe(properties.notBefore!.getTime());
    expect(properties.x509ThumbprintString).toBe(createHash('sha1').update(cer!).digest('hex'));
    expect(properties.tags).toEqual({ owner: 'pieter.devries@northwind.example', application: 'Storefront' });
    expect(daysFrom(properties.expiresOn)).toBe(25);
  });

  test('has older versions that can be read as well', async () => {
    const versions = await all(live.listPropertiesOfCertificateVersions('storefront-tls'));
    const current = await live.getCertificate('storefront-tls');
    expect(versions).toHaveLength(3);
    expect(versions.map(({ version }) => version)).toContain(current.properties.version);

    const oldest = [...versions].sort((a, b) => a.expiresOn!.getTime() - b.expiresOn!.getTime())[0]!;
    const { properties, cer } = await live.getCertificateVersion('storefront-tls', oldest.version!);
    expect(properties.expiresOn!.getTime()).toBeLessThan(EPOCH.getTime());
    expect(new X509Certificate(cer!).validToDate.getTime()).toBe(properties.expiresOn!.getTime());
  });

  test.each([
    ['service-mesh-root', 'Self', 'AutoRenew'],
    ['edge-tls', 'DigiCert', 'AutoRenew'],
    ['payments-signing', 'Unknown', 'EmailContacts'],
  ])('%s is made by %s, and towards its end the vault does %s', async (name, issuerName, action) => {
    expect(await live.getCertificatePolicy(name)).toMatchObject({
      issuerName,
      lifetimeActions: [{ action }],
    });
    expect((await live.getCertificate(name)).policy).toMatchObject({ issuerName });
  });

  test('that waits for its first answer has a request and no body', async () => {
    const { cer, properties } = await live.getCertificate('partner-mtls-next');
    expect(cer).toBeUndefined();
    expect(properties.enabled).toBe(false);
    const { body } = await running.call(
      `${running.vaults.urlOf('apps-live')}/certificates/partner-mtls-next/pending?${API}`,
    );
    expect(body).toMatchObject({ status: 'inProgress', issuer: { name: 'Unknown' } });
  });

  test('without an open request has none', async () => {
    const { status } = await running.call(
      `${running.vaults.urlOf('apps-live')}/certificates/vpn-gateway/pending?${API}`,
    );
    expect(status).toBe(404);
  });

  test('made ahead of time is not effective yet', async () => {
    const { properties } = await live.getCertificate('saml-travel-portal');
    expect(properties.notBefore!.getTime()).toBeGreaterThan(Date.now());
  });

  test('that does not exist is not found', async () => {
    await expect(live.getCertificate('nobody')).rejects.toMatchObject({
      statusCode: 404,
      code: 'CertificateNotFound',
    });
    await expect(live.getCertificateVersion('vpn-gateway', 'f'.repeat(32))).rejects.toMatchObject({
      statusCode: 404,
    });
  });
});

describe('secrets', () => {
  test('are listed with the twins of certificates marked, and never with a value', async () => {
    const url = running.vaults.urlOf('apps-nle');
    const { body } = await running.call(`${url}/secrets?${API}`);
    const items = body.value;
    expect(
      items.filter(({ managed }) => managed === undefined).map(({ id }) => id.split('/').at(-1)),
    ).toEqual(['database-password', 'partner-api-key']);
    expect(items.filter(({ managed }) => managed === true)).toHaveLength(18);
    expect(JSON.stringify(body)).not.toContain('"value":"');
  });

  test('without an end have no exp', async () => {
    const items = (await pagesFrom(`${running.vaults.urlOf('apps-live')}/secrets?${API}`)).flat();
    expect(items).toHaveLength(33);
    expect(items.find(({ id }) => id.endsWith('/webhook-key'))?.attributes).not.toHaveProperty('exp');
  });

  test('give their value to nobody', async () => {
    const { status, body } = await running.call(
      `${running.vaults.urlOf('apps-live')}/secrets/webhook-key?${API}`,
    );
    expect([status, body.error.innererror.code]).toEqual([403, 'ForbiddenByRbac']);
  });
});

test('the same seed and epoch give the same versions and dates; the same state also the same thumbprints', async () => {
  const state = ['--state', join(running.dir, 'state')];
  const look = async (...flags: string[]) => {
    const { vaults, stop } = await vaultProcess(running.authority, ...flags);
    const client = new CertificateClient(vaults['apps-nle']!, as(), running.client);
    const { properties } = await client.getCertificate('edge-tls');
    await stop();
    return {
      version: properties.version,
      ends: properties.expiresOn,
      print: properties.x509ThumbprintString,
    };
  };
  const first = await look(...state);
  expect(await look(...state)).toEqual(first);
  const elsewhere = await look();
  expect(elsewhere).toEqual({ ...first, print: elsewhere.print });
  expect((await look('--seed', 'other')).version).not.toBe(first.version);
});
