import type { Surroundings } from './surroundings.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** A day so long after the tenant began, so that a second run says the same as the first. */
const dayAfter = (epoch: string, days: number): string =>
  new Date(Date.parse(epoch) + days * DAY_MS).toISOString().slice(0, 10);

/** What no API shows, as an operator of the made-up tenant has written it down. */
export const declaredItems = ({ entra: { epoch }, tenant }: Surroundings): string => {
  const owner = tenant.people.find(({ accountEnabled, mail }) => accountEnabled && mail !== null);
  const end = (days: number) => dayAfter(epoch, days);
  return JSON.stringify({
    schemaVersion: 1,
    items: [
      {
        ...{ id: 'ztna-connector', kind: 'client-secret', name: 'ZTNA console, connector to Entra' },
        ...{ starts: end(-340), expires: end(25), owner: owner?.userPrincipalName, team: 'Network Access' },
        dependents: [{ name: 'Remote access of all offices', accepts: ['secret', 'certificate'] }],
      },
      {
        ...{ id: 'acs-signing-1', kind: 'token-signing-certificate', name: 'Legacy ACS token signing' },
        ...{ level: 'namespace', role: 'primary', starts: end(-700), expires: end(30) },
        owner: owner?.userPrincipalName,
        ...{ partners: ['Fabrikam', 'Contoso'], endpoint: 'https://northwind.accesscontrol.example' },
      },
      {
        ...{ id: 'acs-signing-2', kind: 'token-signing-certificate', name: 'Legacy ACS token signing' },
        ...{ level: 'namespace', role: 'secondary', starts: end(-10), expires: end(720) },
      },
      {
        ...{ id: 'exception-4711', kind: 'policy-exception', name: 'Payroll may keep a secret' },
        ...{ starts: end(-60), expires: end(50), team: 'Payroll' },
      },
    ],
  });
};

/** When what the monitor lives by ends. */
export const ownCredentials = ({ entra: { epoch } }: Surroundings): string =>
  JSON.stringify({
    SERVICENOW_CLIENT_SECRET: dayAfter(epoch, 300),
    SERVICENOW_WEBHOOK_KEY: dayAfter(epoch, 300),
    SENDGRID_API_KEY: dayAfter(epoch, 200),
  });
