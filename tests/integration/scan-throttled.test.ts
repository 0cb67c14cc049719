import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { graphApplications } from '../../lib/adapters/graph/applications-source.ts';
import type { GraphClient } from '../../lib/adapters/graph/graph-client.ts';
import { sha256 } from '../../lib/adapters/system/sha256.ts';
import { minutes } from '../../lib/domain/time.ts';
import { type App, startApp, TENANT } from '../support/app.ts';
import { type RunningGraph, runGraph } from '../support/graph-stand-in.ts';

const APPLICATIONS = 20_000;

describe('a tenant of 20,000 applications of which every fifth request is refused with 429', () => {
  let graph: RunningGraph;
  beforeAll(async () => {
    graph = await runGraph({ apps: APPLICATIONS });
  });
  afterAll(() => graph.stop());

  /** Most refusals are sat out; every second of them lasts longer than anyone waits there. */
  const throttled = (): GraphClient => {
    let asked = 0;
    const client = () => graph.client();
    return {
      ...client(),
      get: (path, headers) => {
        asked += 1;
        const retryAfter = asked % 10 === 0 ? '60' : '0';
        const error = { code: 'TooManyRequests', message: 'Slow down.' };
        if (asked % 5 === 0)
          graph.fault({ status: 429, headers: { 'retry-after': retryAfter }, body: { error }, times: 1 });
        // A client of its own for each request: the wait is our clock's, which does not pass by itself.
        return client().get(path, headers);
      },
    };
  };

  const scan = async (app: App): Promise<void> => {
    await app.tick('schedule-scans');
    for (let round = 0; round < 20; round += 1) {
      await app.settle();
      app.clock.wait(minutes(6));
      await app.tick('resume-scans');
    }
  };

  test('is read slowly and to its end; with two vaults forbidden, both are named and nothing is gone', async () => {
    const app = startApp({
      ...{ armed: false, vaults: ['apps', 'nle', 'payroll'] },
      applications: graphApplications({ client: throttled(), tenant: TENANT, digest: sha256 }),
    });
    app.vaults.close('nle');
    app.vaults.close('payroll');
    await scan(app);
    const ended = app.events('scan.completed').map(({ data }) => data);
    expect(ended).toContainEqual(
      expect.objectContaining({
        ...{ credentialSource: 'key-vault', coverage: 'partial' },
        unread: [
          expect.objectContaining({ what: 'vaults/nle' }),
          expect.objectContaining({ what: 'vaults/payroll' }),
        ],
      }),
    );
    // The made-up tenant holds an entry that nobody can read.
    expect(ended).toContainEqual(
      expect.objectContaining({
        ...{
          credentialSource: 'entra-applications',
          coverage: 'partial',
          subjects: APPLICATIONS,
          unreadTotal: 1,
        },
      }),
    );
    expect(app.logged.filter(({ code }) => code === 'SCAN_POSTPONED')).not.toEqual([]);
    expect(app.stores.subjects.all().filter(({ goneAt }) => goneAt !== undefined)).toEqual([]);
  }, 180_000);
});
