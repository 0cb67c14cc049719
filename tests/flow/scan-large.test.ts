import { describe, expect, test } from '@jest/globals';
import { ok } from '../../lib/domain/result.ts';
import { days, minutes, plus } from '../../lib/domain/time.ts';
import type { CredentialSource } from '../../lib/ports/credential-source.ts';
import { type App, startApp, TENANT } from '../support/app.ts';
import { rounds } from '../support/story.ts';

const scanOnce = async (app: App): Promise<void> => {
  app.clock.wait(minutes(10));
  await app.tick('schedule-scans');
  await rounds(app, 3);
};
const ended = (app: App) => app.events('scan.completed').map(({ data }) => data);

describe('a subscription of 5,000 vaults', () => {
  test('is read to its end, though nearly all of them hold nothing', async () => {
    const vaults = Array.from({ length: 5_000 }, (_, n) => `kv-${n}`);
    const app = startApp({ vaults, armed: false });
    for (const vault of ['kv-0', 'kv-4999'])
      app.vaults.put({ vault, name: `tls-of-${vault}`, expiresAt: plus(app.clock.now(), days(200)) });
    await scanOnce(app);
    expect(ended(app)).toContainEqual(
      expect.objectContaining({
        ...{ credentialSource: 'key-vault', coverage: 'complete', subjects: 2, unreadTotal: 0 },
      }),
    );
    const names = app.stores.subjects.all().map(({ facts }) => facts.name);
    expect(names.sort()).toEqual(['tls-of-kv-0', 'tls-of-kv-4999']);
  });
});

describe('a list whose pages lead back to one that was read before', () => {
  /** After so many pages comes a circle of so many. */
  const circling = (before: number, around: number): CredentialSource => ({
    tenant: TENANT.id,
    source: 'entra-applications',
    watches: () => true,
    page: (cursor = '0') => {
      const next = Number(cursor) + 1;
      return Promise.resolve(
        ok({ subjects: [], unread: [], next: String(next === before + around ? before : next) }),
      );
    },
    look: () => Promise.resolve(ok(undefined)),
  });

  test.each([
    [0, 1],
    [1, 1],
    [1, 3],
    [5, 7],
    [40, 90],
  ])(
    'after %i pages, %i pages long, is given up, and what was never shown is said',
    async (before, around) => {
      const app = startApp({ armed: false, applications: circling(before, around) });
      await scanOnce(app);
      expect(ended(app)).toContainEqual(
        expect.objectContaining({
          ...{ credentialSource: 'entra-applications', coverage: 'partial' },
          unread: [
            {
              what: `${TENANT.id}/entra-applications`,
              reason: 'Its pages lead back to one that was read before, so the rest of it was never shown.',
            },
          ],
        }),
      );
    },
  );
});
