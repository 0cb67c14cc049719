import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { textBlob } from '../../lib/adapters/blob-storage/text-blob.ts';
import { declaredItems } from '../../lib/adapters/declared/declared-source.ts';
import { keptList, settledList } from '../../lib/adapters/declared/written-lists.ts';
import { sha256 } from '../../lib/adapters/system/sha256.ts';
import { type DeclaredItem, subjectOfItem } from '../../lib/domain/declared-item.ts';
import { tenantId } from '../../lib/domain/ids.ts';
import { ownItems } from '../../lib/domain/own-credentials.ts';
import { fail, ok } from '../../lib/domain/result.ts';
import { seconds, toIso } from '../../lib/domain/time.ts';
import type { DeclaredList } from '../../lib/ports/declared-list.ts';
import { readDeclared } from '../../lib/settings/declared.ts';
import { aTenant } from '../support/tenants.ts';
import { allPages, credentialSourceContract, subjectsOf } from './credential-source.contract.ts';

const golden = (name: string): string => readFileSync(new URL(`goldens/${name}`, import.meta.url), 'utf8');
const CSV = golden('declared.csv');

/** A blob that can go away, or be closed to us. */
const serveBlob = async (text: string) => {
  const answer = { status: 200 };
  const server = createServer((_, response) => {
    response.writeHead(answer.status, { etag: '"1"' }).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/lists/declared.csv`);
  const credential = { getToken: () => Promise.resolve({ token: 'a token', expiresOnTimestamp: 0 }) };
  return { answer, server, text: textBlob({ url, credential, timeout: seconds(5) }) };
};

credentialSourceContract('a list of declared items in a blob', async () => {
  const { answer, server, text } = await serveBlob(CSV);
  const tenant = aTenant();
  const lists = [keptList('DECLARED_URL', text, readDeclared, { tenants: [tenant.id] })];
  return {
    source: declaredItems({ tenant, lists, digest: sha256, pageSize: 2 }),
    nativeIds: ['acs-signing', 'exception-4711', 'old-key', 'partner-key', 'ztna'].map(
      (id) => `declared/${id}`,
    ),
    // Of the faulty one nobody can say that it is not there, so what is missing is not even of its list.
    missing: 'declared/never-written',
    unread: 'line 6, column expires',
    values: [],
    goAway: () => {
      answer.status = 503;
    },
    deny: () => {
      answer.status = 403;
    },
    comeBack: () => {
      answer.status = 200;
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
});

const anItem = (said: Partial<DeclaredItem> = {}): DeclaredItem => ({
  id: 'ztna',
  revision: 1,
  kind: 'client-secret',
  name: 'ZTNA',
  expires: '2027-03-01',
  ...said,
});
const here = aTenant();
const elsewhere = { ...aTenant(), id: tenantId('22222222-2222-4222-8222-222222222222') };
const tenants = [here.id, elsewhere.id];
const listed = (name: string, ...items: DeclaredItem[]) =>
  settledList(
    name,
    items.map((item) => ({ ...item, tenant: undefined })),
    { tenants },
  );
const sourceOf = (...lists: DeclaredList[]) => declaredItems({ tenant: here, lists, digest: sha256 });

describe('declared items', () => {
  test('are the inventory that they were when it was written down', () => {
    const subjects = readDeclared(CSV).items.map((item) => subjectOfItem(sha256, here, item));
    expect(JSON.parse(JSON.stringify(subjects))).toEqual(JSON.parse(golden('declared.json')));
  });

  test('of no tenant belong to the first one, and each tenant has its own', async () => {
    const items = [
      { ...anItem(), tenant: undefined },
      { ...anItem({ id: 'other' }), tenant: elsewhere.id },
    ];
    const list = settledList('DECLARED', items, { tenants });
    const ids = async (tenant: typeof here) =>
      subjectsOf(await allPages(declaredItems({ tenant, lists: [list], digest: sha256 }))).map(
        ({ nativeId }) => nativeId,
      );
    expect(await ids(here)).toEqual(['declared/ztna']);
    expect(await ids(elsewhere)).toEqual(['declared/other']);
  });

  test('in two places are taken once, with the earlier end, and that is said', async () => {
    const later = anItem({ expires: '2028-01-01' });
    const pages = await allPages(sourceOf(listed('DECLARED', later), listed('DECLARED_FILE', anItem())));
    expect(subjectsOf(pages).map(({ credentials }) => toIso(credentials[0]!.expiresAt!))).toEqual([
      '2027-03-01T00:00:00.000Z',
    ]);
    expect(pages[0]!.unread).toEqual([
      { what: 'declared/ztna', reason: expect.stringContaining('DECLARED_FILE and in DECLARED') },
    ]);
  });

  test('in a place that is closed to us hide nothing of the others', async () => {
    const closed: DeclaredList = {
      name: 'DECLARED_URL',
      read: () =>
        Promise.resolve(fail({ code: 'FORBIDDEN', detail: 'Storage Blob Data Reader is missing.' })),
    };
    const source = sourceOf(listed('DECLARED', anItem()), closed);
    const pages = await allPages(source);
    expect(subjectsOf(pages)).toHaveLength(1);
    expect(pages[0]!.unread).toEqual([
      { what: 'declared/DECLARED_URL', reason: 'Storage Blob Data Reader is missing.' },
    ]);
    expect(await source.look('declared/ztna')).toMatchObject({ ok: true });
    expect(await source.look('declared/gone')).toMatchObject({ ok: false, failure: { code: 'FORBIDDEN' } });
  });

  test('that name a tenant which is not watched are said to be unread', async () => {
    const text = JSON.stringify({
      schemaVersion: 1,
      items: [{ ...anItem(), tenant: '33333333-3333-4333-8333-333333333333' }],
    });
    const blob = { read: () => Promise.resolve(ok({ text, tag: '1' })) };
    const [page] = await allPages(sourceOf(keptList('DECLARED_URL', blob, readDeclared, { tenants })));
    expect(page).toMatchObject({ subjects: [], unread: [{ what: 'declared/ztna' }] });
  });
});

describe('what the monitor itself lives by', () => {
  test('is there from the first day, and what has no date is a finding', () => {
    const items = ownItems({}, { mailBy: 'sendgrid', signsInToSmtp: false });
    expect(items.map(({ id }) => id)).toEqual([
      'monitor.servicenow-client-secret',
      'monitor.servicenow-webhook-key',
      'monitor.sendgrid-api-key',
    ]);
    for (const item of items)
      expect(subjectOfItem(sha256, here, item).credentials).toMatchObject([
        { expiresAt: undefined, expiryUnknown: true, concerns: [{ what: 'end-not-declared' }] },
      ]);
  });

  test('ends when an operator says, and holds what operators add', async () => {
    const items = ownItems(
      {
        SMTP_PASSWORD: { expires: '2027-03-01' },
        LIVE_CERTIFICATE: {
          expires: '2027-09-30',
          kind: 'client-certificate',
          owner: 'dana@northwind.example',
        },
      },
      { mailBy: 'smtp', signsInToSmtp: true },
    );
    const subjects = subjectsOf(await allPages(sourceOf(listed('OWN_CREDENTIALS', ...items))));
    const told = subjects.map(({ name, ownerHints, credentials: [credential] }) => [
      name.replace('Expiry Monitor: ', ''),
      credential!.kind,
      ownerHints.ownerTag,
      credential!.expiresAt !== undefined,
    ]);
    expect(told.toSorted()).toEqual([
      ['LIVE_CERTIFICATE', 'client-certificate', 'dana@northwind.example', true],
      ['ServiceNow client secret', 'client-secret', undefined, false],
      ['key of the ServiceNow webhook', 'client-secret', undefined, false],
      ['password of the mail server', 'client-secret', undefined, true],
    ]);
  });

  test('can be the id of nothing else', () => {
    expect(
      readDeclared(JSON.stringify({ schemaVersion: 1, items: [anItem({ id: 'monitor.x' })] })).items,
    ).toEqual([]);
  });
});
