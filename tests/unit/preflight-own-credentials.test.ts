import { expect, test } from '@jest/globals';
import { loadConfig } from '../../lib/config.ts';
import { ownNeeds } from '../../scripts/preflight/own-needs.ts';
import { filledSettings } from '../support/example-settings.ts';

const missing = async (own: object): Promise<readonly string[]> => {
  const { watch } = loadConfig({ ...filledSettings(), OWN_CREDENTIALS: JSON.stringify(own) });
  const found = await Promise.all(
    ownNeeds(watch!).map(async (need) => ({ ...need, finding: await need.probe() })),
  );
  return found.filter(({ finding }) => finding.is === 'missing').map(({ right }) => right);
};

test('preflight names every credential of the monitor of which nobody says when it ends', async () => {
  expect(await missing({})).toEqual([
    'Setting OWN_CREDENTIALS: the end of "Expiry Monitor: ServiceNow client secret"',
    'Setting OWN_CREDENTIALS: the end of "Expiry Monitor: key of the ServiceNow webhook"',
    'Setting OWN_CREDENTIALS: the end of "Expiry Monitor: SendGrid API key"',
  ]);
  expect(
    await missing({
      SERVICENOW_CLIENT_SECRET: '2027-03-01',
      SERVICENOW_WEBHOOK_KEY: 'unknown',
      SENDGRID_API_KEY: 'never',
    }),
  ).toEqual(['Setting OWN_CREDENTIALS: the end of "Expiry Monitor: key of the ServiceNow webhook"']);
});
