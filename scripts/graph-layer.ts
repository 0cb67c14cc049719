import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DefaultAzureCredential } from '@azure/identity';
import appRoles from '../infra/graph/app-roles.json' with { type: 'json' };
import permissions from '../infra/permissions.json' with { type: 'json' };
import { deployPackages } from './graph/deploy-packages.ts';
import { dryRun, graphCalls } from './graph/graph-calls.ts';
import { applyLayer, type GraphLayer, removeLayer, verifyLayer } from './graph/layer.ts';
import { accessPackages, checkAccessPackages } from './infra/access-packages.ts';

/**
 * The Graph layer for those who may not use its Bicep: `npm run graph -- apply|verify|remove|packages`. Nothing is written
 * without `--write`. Signs in as whoever runs it (`az login`); they need AppRoleAssignment.ReadWrite.All and
 * Application.ReadWrite.All, for packages EntitlementManagement.ReadWrite.All.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    environment: { type: 'string' },
    watch: { type: 'string' },
    renew: { type: 'string' },
    link: { type: 'string' },
    'link-url': { type: 'string' },
    tenant: { type: 'string' },
    'all-applications': { type: 'boolean', default: false },
    'many-tenants': { type: 'boolean', default: false },
    devices: { type: 'boolean', default: false },
    provisioning: { type: 'boolean', default: false },
    certificate: { type: 'string' },
    graph: { type: 'string', default: 'https://graph.microsoft.com' },
    authority: { type: 'string', default: 'https://login.microsoftonline.com' },
    'last-use': { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});

const need = (name: 'environment' | 'watch' | 'renew' | 'link' | 'link-url' | 'tenant'): string => {
  const value = values[name];
  if (value === undefined) throw new Error(`--${name} is not given.`);
  return value;
};

/** What renew may write is for the organisation to choose: what it owns, or everything. */
const chosen = (name: string): string =>
  name.startsWith('Application.ReadWrite.') && values['all-applications']
    ? 'Application.ReadWrite.All'
    : name;

/** What is granted only where it is asked for. */
const optional = (rights: {
  readonly graph: readonly string[];
  readonly graphOptional?: Readonly<Record<string, readonly string[]>>;
}) => [
  ...(values.devices ? (rights.graphOptional?.['devices'] ?? []) : []),
  ...(values.provisioning ? (rights.graphOptional?.['provisioning'] ?? []) : []),
  ...(values['last-use'] ? (rights.graphOptional?.['lastUse'] ?? []) : []),
];

const layer = (): GraphLayer => ({
  environmentName: need('environment'),
  principalIds: { watch: need('watch'), renew: need('renew'), link: need('link') },
  linkBaseUrl: need('link-url'),
  callersAudience: values['many-tenants'] ? 'AzureADMultipleOrgs' : 'AzureADMyOrg',
  appRoles,
  permissions: Object.fromEntries(
    Object.entries(permissions).map(([role, rights]) => [
      role,
      [...rights.graph.map(chosen), ...optional(rights)],
    ]),
  ),
  trust:
    values.certificate === undefined
      ? { issuer: `${values.authority}/${need('tenant')}/v2.0` }
      : { certificate: readFileSync(values.certificate, 'utf8') },
});

const tell = (line: string): void => {
  console.error(line);
};
const real = graphCalls(new URL(values.graph), new DefaultAzureCredential());
const graph = values.write ? real : dryRun(real, tell);
const [verb] = positionals;

switch (verb) {
  case 'apply': {
    const clientIds = await applyLayer(graph, layer(), tell);
    for (const [app, clientId] of Object.entries(clientIds)) tell(`client id of ${app}: ${clientId}`);
    break;
  }
  case 'verify': {
    const found = await verifyLayer(real, layer());
    for (const line of found) tell(line);
    if (found.length > 0) process.exitCode = 1;
    break;
  }
  case 'remove':
    await removeLayer(graph, layer(), tell);
    break;
  case 'packages': {
    const file = join(import.meta.dirname, '..', 'infra', 'graph', 'access-packages.json');
    const given: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const { errors, warnings } = checkAccessPackages(
      given,
      appRoles.map(({ value }) => value),
    );
    for (const line of [...errors, ...warnings]) tell(line);
    if (errors.length > 0) process.exit(1);
    await deployPackages(graph, accessPackages.parse(given), need('environment'), appRoles, new Date(), tell);
    break;
  }
  case undefined:
  default:
    tell('Say apply, verify, remove or packages. Nothing is written without --write.');
    process.exitCode = 2;
}
if (!values.write && (verb === 'apply' || verb === 'remove' || verb === 'packages'))
  tell('Nothing was written: say --write to do it.');
