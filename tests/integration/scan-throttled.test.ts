import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { graphApplications } from '../../lib/adapters/graph/applications-source.ts';
import type { GraphClient } from '../../lib/adapters/graph/graph-client.ts';
import { sha256 } from '../../lib/adapters/system/sha256.ts';
import { days, minutes } from '../../lib/domain/time.ts';
import type { CredentialSource } from '../../lib/ports/credential-source.ts';
import { type App, startApp, TENANT } from '../support/app.ts';
import { type RunningGraph, runGraph } from '../support/graph-stand-in.ts';
import { vaultSource } from '../support/vault-source.ts';
import { type RunningVaultsStandIn, runVaultsStandIn } from '../support/vault-stand-in.ts';

const APPLICATIONS = 20_000;
const VAULTS = ['apps', 'nle', 'payroll'];

describe('a tenant of 20,000 applications of which every fifth request is refused with 429', () => {
  let graph: RunningGraph;
  let running: RunningVaultsStandIn;
  /** Who reads the vaults, by the names of the grants. */
  let reader: 'of-all' | 'of-apps';
  beforeAll(async () => {
    graph = await runGraph({ apps: APPLICATIONS });
    running = await runVaultsStandIn({
      vaults: VAULTS.map((name) => ({
        ...{ name, certificates: [{ name: `tls-of-${name}`, endsIn: 40 }], keys: [] },
        secrets: [{ name: `password-of-${name}`, endsIn: 50 }],
      })),
      grants: { 'of-all': ['*'], 'of-apps': ['*@apps'] },
    });
  });
  afterAll(async () => {
    await running.stop();
    await graph.stop();
  });

  /** Most refusals are sat out; every second of them lasts longer than anyone waits there. */
  const throttled = () => {
    let isStorm = false;
    let asked = 0;
    let refused = 0;
    const client: GraphClient = {
      ...graph.client(),
      get: (path, headers) => {
        asked += isStorm ? 1 : 0;
        const retryAfter = asked % 10 === 0 ? '60' : '0';
        const error = { code: 'TooManyRequests', message: 'Slow down.' };
        if (isStorm && asked % 5 === 0) {
          refused += 1;
          graph.fault({ status: 429, headers: { 'retry-after': retryAfter }, body: { error }, times: 1 });
        }
        // A client of its own for each request: the wait is our clock's, which does not pass by itself.
        return graph.client().get(path, headers);
      },
    };
    return { client, storm: () => (isStorm = true), counts: () => ({ asked, refused }) };
  };

  const vaultsAsRead = (): CredentialSource =>
    vaultSource({
      urls: VAULTS.map((name) => running.vaults.urlOf(name)),
      credential: { getToken: (scopes) => running.credential(reader).getToken(scopes) },
      tenant: TENANT,
    });

  const scan = async (app: App): Promise<void> => {
    await app.tick('schedule-scans');
    for (let round = 0; round < 20; round += 1) {
      await app.settle();
      app.clock.wait(minutes(6));
      await app.tick('resume-scans');
    }
  };
  const ended = (app: App) => app.events('scan.completed').map(({ data }) => data);

  test('is read slowly and to its end; of two vaults forbidden, each is named with the missing role, and nothing is gone', async () => {
    const { client, storm, counts } = throttled();
    const app = startApp({
      armed: false,
      applications: graphApplications({ client, tenant: TENANT, digest: sha256 }),
      keyVault: vaultsAsRead(),
    });
    reader = 'of-all';
    await scan(app);
    const known = app.stores.subjects.all().length;
    expect(known).toBe(APPLICATIONS + 2 * VAULTS.length);
    expect(ended(app)).toContainEqual(
      expect.objectContaining({ credentialSource: 'key-vault', coverage: 'complete', subjects: 6 }),
    );
    const before = ended(app).length;

    app.clock.wait(days(8)); // long enough that everything is read again
    storm();
    reader = 'of-apps';
    await scan(app);

    const reason = 'The vault answered 403, ForbiddenByRbac: the role Key Vault Reader is missing';
    const again = ended(app).slice(before);
    expect(again).toContainEqual(
      expect.objectContaining({
        ...{ credentialSource: 'key-vault', coverage: 'partial', scope: 'full', subjects: 2, unreadTotal: 2 },
        unread: [
          { what: 'vaults/nle.vault.localhost', reason },
          { what: 'vaults/payroll.vault.localhost', reason },
        ],
      }),
    );
    // The made-up tenant holds an entry that nobody can read.
    expect(again).toContainEqual(
      expect.objectContaining({
        ...{ credentialSource: 'entra-applications', coverage: 'partial', scope: 'full' },
        ...{ subjects: APPLICATIONS, unreadTotal: 1 },
      }),
    );
    const { asked, refused } = counts();
    expect(refused).toBeGreaterThanOrEqual(Math.floor(asked / 5));
    expect(refused).toBeGreaterThan(3);
    expect(app.logged.filter(({ code }) => code === 'SCAN_POSTPONED')).not.toEqual([]);
    expect(app.logged.filter(({ code }) => code === 'SCAN_FAILED')).toEqual([]);
    expect(app.stores.subjects.all()).toHaveLength(known);
    expect(app.stores.subjects.all().filter(({ goneAt }) => goneAt !== undefined)).toEqual([]);
  }, 180_000);
});
