import { afterEach, describe, expect, test } from '@jest/globals';
import type { Surroundings } from '../../local/start/surroundings.ts';
import { textIn } from '../support/whole/watcher.ts';
import { endWholes, startWhole, type Whole } from '../support/whole/whole.ts';

const AWAY = '00000000-0000-4000-8000-00000000000c';
const DIRECTORY = ['entra-applications', 'entra-service-principals'];

/** What is away comes first, so that what is read must get past it. */
const tenantsOf = ({ entra }: Surroundings) => [
  // Nobody listens there.
  { id: AWAY, name: 'Contoso', environment: 'DEVL', graph: 'https://graph.localhost:1' },
  { id: entra.tenantId, name: 'Northwind', environment: 'DEVL', graph: entra.graphUrl },
];

interface SourceCoverage {
  readonly tenant: string;
  readonly source: string;
  readonly coverage?: string;
  readonly underWay?: { readonly postponed?: { readonly reason: string } };
}

const coverageOf = async (
  { ports, surroundings }: Whole,
  tenant: string,
): Promise<readonly SourceCoverage[]> => {
  const token = await (await fetch(`${surroundings.entra.tenantUrl}/token?person=adaeze.okafor`)).text();
  const answer = await fetch(`http://127.0.0.1:${ports.functions}/api/coverage`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const { sources } = (await answer.json()) as { readonly sources: readonly SourceCoverage[] };
  return sources.filter((one) => one.tenant === tenant && DIRECTORY.includes(one.source));
};

describe('of two tenants, one that is away', () => {
  afterEach(endWholes);

  test('does not keep the other from being read and announced, and is known to wait', async () => {
    const whole = await startWhole({
      hosts: (surroundings) => ({
        all: {
          settings: {
            TENANTS: JSON.stringify(tenantsOf(surroundings)),
            ARM: JSON.stringify(DIRECTORY.map((source) => ({ tenant: surroundings.entra.tenantId, source }))),
          },
        },
      }),
    });
    const well = whole.surroundings.entra.tenantId;
    const { sights } = whole.watcher;
    const scansOf = (tenant: string) =>
      sights.filter((sight) => sight.what === 'scan.completed' && textIn(sight, 'tenantId') === tenant);
    const announced = () => sights.filter(({ what }) => what === 'credential.near-expiry');
    const isRead = () =>
      DIRECTORY.every((name) => scansOf(well).some((scan) => textIn(scan, 'credentialSource') === name));

    await whole.control().move('schedule-scans');
    await whole.until(
      'the tenant that is well is read and announced',
      () => isRead() && announced().length > 0,
    );

    const readWell = (await coverageOf(whole, well)).map(({ coverage }) => coverage);
    expect(readWell).toHaveLength(DIRECTORY.length);
    expect(readWell).not.toContain('failed');
    // It is tried again; until then nothing is known of it, and nothing is concluded.
    for (const { coverage, underWay } of await coverageOf(whole, AWAY)) {
      expect(coverage ?? 'failed').toBe('failed');
      if (coverage === undefined) expect(underWay?.postponed?.reason).toMatch(/^Graph gave no answer/);
    }
    expect(await coverageOf(whole, AWAY)).toHaveLength(DIRECTORY.length);
    expect(new Set(announced().map((sight) => textIn(sight, 'tenantId')))).toEqual(new Set([well]));
    expect(await whole.bus.deadLetters()).toBe(0);
  }, 240_000);
});
