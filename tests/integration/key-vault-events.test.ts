import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ServiceBusReceiver } from '@azure/service-bus';
import { isAboutObject, keyVaultMessage, objectOf } from '../../lib/events/key-vault-event.ts';
import { type ServiceBus, startServiceBus } from '../../local/service-bus/server.ts';
import { readTopology } from '../../local/service-bus/topology.ts';
import { askControl, clientOf, receive } from './running-namespace.ts';
import { type RunningVaults, runVaults } from './running-vaults.ts';

let bus: ServiceBus;
let vaults: RunningVaults;
let receiver: ServiceBusReceiver;
let close: () => Promise<void>;

beforeAll(async () => {
  const topology = readTopology(fileURLToPath(new URL('../../infra/topology.json', import.meta.url)));
  bus = await startServiceBus({ topology });
  vaults = await runVaults({ eventGrid: bus.connectionString });
  const client = clientOf(bus.connectionString);
  receiver = client.createReceiver('key-vault-events', 'on-key-vault-event', {
    receiveMode: 'receiveAndDelete',
  });
  close = () => client.close();
});
afterAll(async () => {
  await close();
  await vaults.stop();
  await bus.stop();
});

const post = (path: string, body: object) =>
  askControl(vaults.vaults.controlPort, path, { method: 'POST', body });
const told = async () => {
  const messages = await receive(receiver, 3);
  return messages.map(({ body }) => {
    const [event] = keyVaultMessage.parse(body);
    return { type: event!.type, object: objectOf(event!.said), isAboutObject: isAboutObject(event!.type) };
  });
};

describe('a vault that tells of what happens to it', () => {
  test('makes a new version, shows it as the current one and tells of it and of its twins', async () => {
    const url = `${vaults.vaults.urlOf('apps-live')}/certificates/payments-signing?api-version=2025-07-01`;
    const before = (await vaults.call(url)).body as unknown as { id: string };
    const made = await post('/certificates/apps-live/payments-signing/versions', { lifetimeDays: 90 });
    expect(made).toMatchObject({ status: 201, json: { name: 'payments-signing', told: true } });
    const after = (await vaults.call(url)).body as unknown as { id: string; attributes: { exp: number } };
    expect(after.id).not.toBe(before.id);
    expect(after.attributes.exp * 1000).toBeGreaterThan(Date.now() + 89 * 86_400_000);
    const object = (collection: string) => `apps-live.vault.localhost/${collection}/payments-signing`;
    expect(await told()).toEqual([
      {
        type: 'Microsoft.KeyVault.CertificateNewVersionCreated',
        object: object('certificates'),
        isAboutObject: true,
      },
      { type: 'Microsoft.KeyVault.KeyNewVersionCreated', object: object('keys'), isAboutObject: true },
      { type: 'Microsoft.KeyVault.SecretNewVersionCreated', object: object('secrets'), isAboutObject: true },
    ]);
  });

  test('tells of disabled ones too, when it is asked to', async () => {
    const answer = await post('/certificates/apps-live/retired-gateway/events', { kind: 'NearExpiry' });
    expect(answer.status).toBe(201);
    expect((await told()).map(({ type }) => type)).toContain('Microsoft.KeyVault.CertificateNearExpiry');
  });

  test.each([
    ['/certificates/apps-live/nothing/versions', {}, 404],
    ['/certificates/nowhere/payments-signing/events', { kind: 'Expired' }, 404],
    ['/certificates/apps-live/payments-signing/events', { kind: 'Vanished' }, 400],
    ['/certificates/apps-live/payments-signing/versions', { lifetimeDays: -1 }, 400],
  ])('refuses what makes no sense: %s %j', async (path, body, status) => {
    expect((await post(path, body)).status).toBe(status);
  });

  test('still takes faults on the same port', async () => {
    expect(await askControl(vaults.vaults.controlPort, '/faults')).toEqual({
      status: 200,
      json: { faults: [] },
    });
  });
});
