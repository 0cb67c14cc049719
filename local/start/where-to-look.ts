import type { WantedSubscription } from './flags.ts';
import type { StateFolder } from './state-folder.ts';
import type { Surroundings } from './surroundings.ts';
import { approversOf } from './tenant.ts';

/** May read and operate the API. */
const OPERATOR = 'adaeze.okafor';

interface Everything {
  readonly surroundings: Surroundings;
  readonly folder: StateFolder;
  readonly functionsUrl: string;
  readonly subscriptions: readonly WantedSubscription[];
}

/** Where a person finds what now runs. */
export const whereToLook = ({
  surroundings,
  folder,
  functionsUrl,
  subscriptions,
}: Everything): readonly string[] => {
  const { desk, entra, mail, serviceBus, tenant } = surroundings;
  const [approver = 'an approver'] = approversOf(tenant);
  return [
    '',
    'Expiry Monitor is up, on this machine only.',
    `  Inventory     curl -H "Authorization: Bearer $(curl -s '${entra.tenantUrl}/token?person=${OPERATOR}')" ${functionsUrl}/api/inventory`,
    `  Inbox         ${mail.pageUrl}/`,
    `  Service desk  ${desk.pageUrl}/ (sign in as ${approver} to approve)`,
    `  Service Bus   ${serviceBus.connectionString}`,
    '                topics credential-events and renewal-events; add your own subscriptions with',
    `                POST ${serviceBus.controlUrl}/subscriptions {"topic", "name", "sqlFilter"}`,
    ...subscriptions.map(({ name }) => `                yours: credential-events/Subscriptions/${name}`),
    `  Logs          ${folder.place('logs')}`,
    'Ctrl+C stops it. What happened is kept, and the next start goes on from there; --fresh begins anew.',
    '',
  ];
};
