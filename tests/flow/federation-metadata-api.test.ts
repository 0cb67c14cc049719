import { describe, expect, test } from '@jest/globals';
import { metadataXml } from '../../local/identity-provider/metadata-xml.ts';
import { readCertificate } from '../../lib/adapters/outside/certificate.ts';
import { minutes } from '../../lib/domain/time.ts';
import { callApi, signedIn } from '../support/api.ts';
import { type App, startApp, TENANT } from '../support/app.ts';
import { FIXED } from '../support/fixed-certificates.ts';

const params = { tenant: TENANT.id, name: 'adfs' };
const file = (...signing: readonly string[]): string =>
  metadataXml(
    {
      name: 'adfs',
      side: 'identity-provider',
      certificates: signing.map((der) => ({ use: 'signing' as const, der })),
      answer: 'right',
      bareKeys: 0,
    },
    'https://sts.northwind.example',
    FIXED.encryption,
  );
const put = (app: App, body: object, role: 'Reader' | 'Operator' = 'Operator') =>
  callApi(app, 'declare-federation-metadata', { as: signedIn(app, 1, role), params, body });
const list = async (app: App) =>
  (await callApi(app, 'list-federation-metadata', { as: signedIn(app, 2, 'Reader') })).body;
const print = (der: string): string => readCertificate(der)!.thumbprint;
const [NOW, NEXT] = [print(FIXED.signingNow), print(FIXED.signingNext)];

describe('a file of federation metadata', () => {
  test('is read at once, and listed with its certificates', async () => {
    const app = startApp();
    const answer = await put(app, { xml: file(FIXED.signingNow), usedBy: ['Travel portal'] });
    expect(answer).toMatchObject({
      status: 201,
      body: {
        metadata: {
          name: 'adfs',
          origin: { kind: 'file' },
          certificates: [{ name: 'CN=ADFS Signing - sts.northwind.example' }],
        },
        difference: { added: [{ thumbprint: NOW }], removed: [], inUse: [] },
      },
    });
    expect(await list(app)).toMatchObject({
      metadata: [{ usedBy: ['Travel portal'], certificates: [{ use: 'signing', thumbprint: NOW }] }],
    });
  });

  test('is an event, and in the record, each time that it is declared or removed', async () => {
    const app = startApp();
    await put(app, { xml: file(FIXED.signingNow) });
    app.clock.wait(minutes(1));
    await put(app, { xml: file(FIXED.signingNow, FIXED.signingNext) });
    await callApi(app, 'remove-federation-metadata', { as: signedIn(app, 1, 'Operator'), params });
    const said = app.events('place.changed').map(({ data }) => data as Readonly<Record<string, unknown>>);
    expect(said.map(({ change }) => change)).toEqual(['declared', 'declared-anew', 'removed']);
    expect(said[2]).toMatchObject({
      credentialSource: 'federation-metadata',
      placeName: 'adfs',
      by: { tenantId: expect.any(String), objectId: expect.any(String) },
    });
  });

  test('that drops the certificate in use is refused with the difference, and nothing changes', async () => {
    const app = startApp();
    const trust = { kind: 'pins', signing: [NOW.toLowerCase()] };
    await put(app, { xml: file(FIXED.signingNow), trust });
    const before = await list(app);
    const refused = await put(app, { xml: file(FIXED.signingNext), trust });
    expect(refused).toMatchObject({ status: 409, type: 'application/problem+json' });
    const said = JSON.stringify(refused.body);
    expect(said).toContain(
      `${NOW}, which ends on 2027-01-15T08:00:00.000Z, would be dropped, and is in use.`,
    );
    expect(said).toContain(`${NEXT}, which ends on 2027-12-20T08:00:00.000Z, would be added.`);
    expect(await list(app)).toEqual(before);
    expect(app.logged.map(({ code }) => code)).toContain('METADATA_REFUSED');
  });

  test('is taken once the tenant trusts what it shows', async () => {
    const app = startApp();
    await put(app, { xml: file(FIXED.signingNow) });
    const both = await put(app, { xml: file(FIXED.signingNow, FIXED.signingNext) });
    expect(both).toMatchObject({ status: 200, body: { difference: { added: [{ thumbprint: NEXT }] } } });
    const only = { xml: file(FIXED.signingNext), trust: { kind: 'pins', signing: [NEXT] } };
    expect(await put(app, only)).toMatchObject({
      status: 200,
      body: { difference: { removed: [{ thumbprint: NOW }] } },
    });
  });

  test.each([
    ['hostile', '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', 'DOCTYPE'],
    ['of another kind', '<html/>', 'EntityDescriptor'],
    ['no XML', 'PK\u0003\u0004', 'well-formed'],
  ])('that is %s is bad input', async (_name, xml, words) => {
    const answer = await put(startApp(), { xml });
    expect(answer).toMatchObject({ status: 400, body: { faults: [{ at: 'xml' }] } });
    expect(JSON.stringify(answer.body)).toContain(words);
  });

  test('that is larger than a megabyte is not read', async () => {
    const answer = await put(startApp(), { xml: 'x'.repeat(1024 * 1024 + 1) });
    expect(answer.status).toBe(400);
  });

  test('wants an operator, and either a file or an https address', async () => {
    const app = startApp();
    expect((await put(app, { xml: file(FIXED.signingNow) }, 'Reader')).status).toBe(403);
    expect((await put(app, {})).status).toBe(400);
    expect((await put(app, { xml: file(FIXED.signingNow), url: 'https://sts.example/x' })).status).toBe(400);
    expect((await put(app, { url: 'http://sts.example/x' })).status).toBe(400);
    expect((await put(app, { url: 'https://sts.example/x' })).status).toBe(201);
  });
});

describe('metadata that nobody wants to be watched any more', () => {
  const remove = (app: App) =>
    callApi(app, 'remove-federation-metadata', { as: signedIn(app, 1, 'Operator'), params });

  test('is listed no more, and may be declared anew without a look at what was', async () => {
    const app = startApp();
    await put(app, { xml: file(FIXED.signingNow) });
    expect((await remove(app)).status).toBe(200);
    expect(await list(app)).toEqual({ metadata: [] });
    expect((await remove(app)).status).toBe(404);
    expect((await put(app, { xml: file(FIXED.signingNext) })).status).toBe(201);
  });
});
