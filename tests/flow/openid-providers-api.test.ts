import { describe, expect, test } from '@jest/globals';
import { callApi, signedIn } from '../support/api.ts';
import { type App, startApp, TENANT } from '../support/app.ts';

const WANTED = {
  tenant: TENANT.id,
  name: 'Contoso ID',
  credentials: 'Travel',
  clientId: '3f6f3a52-8a4c-4a3e-9f57-4c2f5a7d9e01',
  addresses: { kind: 'discovery', url: 'https://id.contoso.example/.well-known/openid-configuration' },
};
const { tenant: _, name: __, credentials: ___, ...SETTINGS } = WANTED;

const ask = (
  app: App,
  what: string,
  request: { id?: string; body?: object; role?: 'Reader' | 'Operator' } = {},
) =>
  callApi(app, `${what}-openid-provider`, {
    as: signedIn(app, 1, request.role ?? 'Operator'),
    params: request.id === undefined ? {} : { id: request.id },
    body: request.body ?? {},
  });
const list = async (app: App) =>
  (await callApi(app, 'list-openid-providers', { as: signedIn(app, 2, 'Reader') })).body as unknown as {
    providers: readonly { id: string; title: string; status: string }[];
  };
const idOf = (answer: { body: object }) => (answer.body as { provider: { id: string } }).provider.id;
const standing = async (app: App) =>
  (await list(app)).providers.map(({ title, status }) => `${title}: ${status}`);

describe('OpenID providers over the API', () => {
  test('a new one is enabled, and there is one of its names', async () => {
    const app = startApp();
    expect(await ask(app, 'declare', { body: WANTED })).toMatchObject({ status: 201 });
    expect(await standing(app)).toEqual(['Contoso ID (Travel): enabled']);
    const again = { ...WANTED, name: 'CONTOSO id' };
    expect((await ask(app, 'declare', { body: again })).status).toBe(409);
  });

  test('a copy is configured before it is enabled', async () => {
    const app = startApp();
    const id = idOf(await ask(app, 'declare', { body: WANTED }));
    expect((await ask(app, 'copy', { id, body: {} })).status).toBe(409);
    const copy = idOf(await ask(app, 'copy', { id, body: { credentials: 'Payroll' } }));
    expect((await ask(app, 'enable', { id: copy })).status).toBe(409);
    await ask(app, 'edit', { id: copy, body: { ...SETTINGS, usedBy: ['Payroll portal'] } });
    expect(await standing(app)).toEqual(['Contoso ID (Payroll): disabled', 'Contoso ID (Travel): enabled']);
    expect((await ask(app, 'enable', { id: copy })).status).toBe(200);
    expect((await ask(app, 'disable', { id })).status).toBe(200);
    expect(await standing(app)).toEqual(['Contoso ID (Payroll): enabled', 'Contoso ID (Travel): disabled']);
  });

  test('each change is an event, and in the record, with who made it; a refused one is neither', async () => {
    const app = startApp();
    const id = idOf(await ask(app, 'declare', { body: WANTED }));
    const copy = idOf(await ask(app, 'copy', { id, body: { credentials: 'Payroll' } }));
    await ask(app, 'enable', { id: copy });
    await ask(app, 'edit', { id: copy, body: SETTINGS });
    await ask(app, 'enable', { id: copy });
    await ask(app, 'disable', { id });
    await ask(app, 'remove', { id });
    const said = app.events('place.changed').map(({ data }) => data as Readonly<Record<string, unknown>>);
    expect(said.map(({ placeName, change }) => `${String(placeName)}: ${String(change)}`)).toEqual([
      'Contoso ID (Travel): declared',
      'Contoso ID (Payroll): copied',
      'Contoso ID (Payroll): edited',
      'Contoso ID (Payroll): enabled',
      'Contoso ID (Travel): disabled',
      'Contoso ID (Travel): removed',
    ]);
    expect(said[0]).toMatchObject({
      tenantId: TENANT.id,
      environment: 'LIVE',
      credentialSource: 'openid-providers',
      placeId: id,
      by: { tenantId: expect.any(String), objectId: expect.any(String) },
    });
    const recorded = app.audit.entries().map((entry) => JSON.stringify(entry));
    expect(recorded.filter((entry) => entry.includes('place.changed.v1'))).toHaveLength(6);
  });

  test('one that is used is not removed, and one that is not used is', async () => {
    const app = startApp();
    const id = idOf(await ask(app, 'declare', { body: { ...WANTED, usedBy: ['Travel portal'] } }));
    expect((await ask(app, 'remove', { id })).status).toBe(409);
    await ask(app, 'edit', { id, body: SETTINGS });
    expect((await ask(app, 'remove', { id })).status).toBe(200);
    expect(await standing(app)).toEqual([]);
    expect((await ask(app, 'enable', { id })).status).toBe(404);
    expect((await ask(app, 'declare', { body: WANTED })).status).toBe(201);
  });

  test('changing wants an operator, and right addresses', async () => {
    const app = startApp();
    expect((await ask(app, 'declare', { body: WANTED, role: 'Reader' })).status).toBe(403);
    const plain = { kind: 'discovery', url: 'http://id.contoso.example/' };
    expect((await ask(app, 'declare', { body: { ...WANTED, addresses: plain } })).status).toBe(400);
    const half = { kind: 'by-hand', issuer: 'x', keys: 'https://id.contoso.example/keys' };
    expect((await ask(app, 'declare', { body: { ...WANTED, addresses: half } })).status).toBe(400);
    const elsewhere = { ...WANTED, tenant: '00000000-0000-4000-8000-000000000000' };
    expect((await ask(app, 'declare', { body: elsewhere })).status).toBe(404);
  });
});
