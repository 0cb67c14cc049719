import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { graphApplications } from '../../lib/adapters/graph/applications-source.ts';
import { graphDomains } from '../../lib/adapters/graph/domains-source.ts';
import { graphPrincipals } from '../../lib/adapters/graph/principals-source.ts';
import { sha256 } from '../../lib/adapters/system/sha256.ts';
import { instantOfMs } from '../../lib/domain/time.ts';
import { GOLDEN_EPOCH, goldenInventory, inventoryLines } from '../support/golden-inventory.ts';
import { type RunningGraph, runGraph } from '../support/graph-stand-in.ts';
import { allPages, subjectsOf } from './credential-source.contract.ts';

describe('the made-up tenant', () => {
  let graph: RunningGraph;
  beforeAll(async () => {
    graph = await runGraph({ epoch: GOLDEN_EPOCH });
  });
  afterAll(() => graph.stop());

  test.each([
    ['entra-applications', graphApplications],
    ['entra-service-principals', graphPrincipals],
    ['federated-domains', graphDomains],
  ] as const)('has the %s that were always found in it', async (name, open) => {
    const source = open({
      client: graph.client(),
      tenant: graph.tenant,
      digest: sha256,
      clock: { now: () => instantOfMs(GOLDEN_EPOCH) },
      provisioning: true,
    });
    expect(source.source).toBe(name);
    const found = inventoryLines(subjectsOf(await allPages(source)));
    expect(found).toEqual(goldenInventory(name, found));
  });
});
