import { describe, expect, test } from '@jest/globals';
import { checkData } from '../../scripts/bicep/azure-types.ts';
import { infraChecks } from '../../scripts/infra/checks.ts';
import { ROOT } from '../support/deployment.ts';

const checks = await infraChecks(ROOT, checkData(process.env, ROOT));

describe('what is deployed', () => {
  test.each(checks.map(({ name, ...check }) => [name, check] as const))(
    '%s: nothing is found',
    (name, { findings, skipped }) => {
      if (skipped !== undefined) process.stderr.write(`Skipped, ${name}: ${skipped}\n`);
      expect(findings).toEqual([]);
    },
  );

  test('is checked in every way that there is', () => {
    expect(checks.length).toBeGreaterThanOrEqual(7);
  });
});
