import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { graphDevices } from '../../lib/adapters/graph/devices-source.ts';
import type { GraphClient } from '../../lib/adapters/graph/graph-client.ts';
import { sha256 } from '../../lib/adapters/system/sha256.ts';
import { days, parseInstant } from '../../lib/domain/time.ts';
import { DEFAULT_IDENTITIES } from '../../local/entra/identities.ts';
import { runGraph, type RunningGraph } from '../support/graph-stand-in.ts';
import { allPages, subjectsOf } from './credential-source.contract.ts';

const EPOCH = parseInstant('2026-11-21T00:00:00Z')!;
const rooted = (graph: RunningGraph) => new URL(graph.entra.graphUrl);
const sourceOf = (
  graph: RunningGraph,
  said: { beta?: boolean; issued?: boolean; pageSize?: number; client?: GraphClient } = {},
) =>
  graphDevices({
    ...{ client: graph.client(), graphRoot: rooted(graph), tenant: graph.tenant, digest: sha256 },
    ...{ limit: days(120), beta: true, issued: true },
    ...said,
  });
describe('the management of devices', () => {
  let graph: RunningGraph;
  beforeAll(async () => {
    graph = await runGraph({
      epoch: EPOCH,
      identities: [
        ...DEFAULT_IDENTITIES,
        { name: 'tokens only', roles: ['DeviceManagementServiceConfig.Read.All'] },
        { name: 'no devices', roles: ['Application.Read.All'] },
      ],
    });
  });
  afterAll(() => graph.stop());
  const inventory = async (said: Parameters<typeof sourceOf>[1] = {}) => allPages(sourceOf(graph, said));
  const told = async (said: Parameters<typeof sourceOf>[1] = {}) =>
    subjectsOf(await inventory(said)).flatMap(({ name, credentials }) =>
      credentials.map(({ concerns = [] }) => [name, ...concerns.map(({ what }) => what)]),
    );

  test('is the inventory that it was when it was written down', async () => {
    const subjects = subjectsOf(await inventory());
    const golden = readFileSync(new URL('goldens/devices.json', import.meta.url), 'utf8');
    expect(JSON.parse(JSON.stringify(subjects))).toEqual(JSON.parse(golden));
  });

  test('says what is wrong: a late threshold, a silent connector, a token that is refused', async () => {
    expect((await told()).filter(([, ...concerns]) => concerns.length > 0)).toEqual([
      ['Apple apps and books token: Northwind Stores <b>', 'unreachable'],
      ['Certificate connector: NDES02', 'connector-inactive'],
      ['Certificate profile: Wi-Fi for Windows', 'late-renewal-threshold'],
    ]);
  });

  test('in its stable form alone is the push certificate and the tokens for apps', async () => {
    expect((await told({ beta: false, issued: false })).map(([name]) => name)).toEqual([
      expect.stringContaining('Apple push certificate'),
      'Apple apps and books token: Headquarters',
      'Apple apps and books token: Northwind Stores <b>',
    ]);
  });

  test('of which a part may not be read names the permission, and shows the rest', async () => {
    const pages = await inventory({ client: graph.client({ identity: 'tokens only' }) });
    expect(subjectsOf(pages).map(({ nativeId }) => nativeId.split('/')[1])).toEqual([
      'vppTokens',
      'vppTokens',
      'depOnboardingSettings',
      'depOnboardingSettings',
    ]);
    const unread = pages.flatMap((page) => page.unread).filter(({ reason }) => reason.includes('licence'));
    expect(unread.map(({ what }) => what)).toEqual([
      'deviceManagement/applePushNotificationCertificate',
      'deviceManagement/ndesConnectors',
      'deviceManagement/deviceConfigurations',
    ]);
    for (const { reason } of unread)
      expect(reason).toMatch(
        /^DeviceManagementConfiguration\.Read\.All is missing, or the tenant has no licence/,
      );
  });

  test('without any right is a page of what could not be read, and never silence', async () => {
    const pages = await inventory({ client: graph.client({ identity: 'no devices' }) });
    expect(subjectsOf(pages)).toEqual([]);
    expect(pages.flatMap((page) => page.unread)).toHaveLength(5);
  });

  test('that has no push certificate has none to miss', async () => {
    const client = graph.client();
    const answers = [{ expirationDateTime: '0001-01-01T00:00:00Z' }, { expirationDateTime: null }];
    for (const answer of answers) {
      const unset: GraphClient = {
        ...client,
        get: (path, headers) =>
          path.includes('applePush') ? Promise.resolve(answer) : client.get(path, headers),
      };
      const names = await told({ beta: false, issued: false, client: unset });
      expect(names.map(([name]) => name).join()).not.toContain('push');
    }
  });

  test('lets a device have its time, which its profile says', async () => {
    const [late, early] = ['LAPTOP-2', 'LAPTOP-1'].map((name) => `Certificate of device ${name}`);
    const subjects = subjectsOf(await inventory());
    const of = (name: string | undefined) =>
      subjects.find((subject) => subject.name === name)?.credentials[0];
    // 73 days before the end
    expect(of(late)!.renewsAt!).toBeLessThan(EPOCH);
    expect(of(early)!.renewsAt!).toBeGreaterThan(EPOCH);
    expect(of(late)).toMatchObject({
      renewsItself: true,
      thumbprint: expect.stringMatching(/^[0-9A-F]{40}$/),
    });
  });
});
