import * as z from 'zod';
import { tenantId } from '../domain/ids.ts';
import { PUBLIC_PORTAL } from '../domain/portal.ts';
import { testingAllowedByDefault } from '../domain/tenant.ts';
import { devicesSetting } from './devices.ts';
import { tlsEndpointList } from './tls-endpoint.ts';
import { https, timeZone } from './types.ts';
import { discoveryIn, vaultDiscovery } from './vault-discovery.ts';

/** A tenant as an operator writes it into the setting TENANTS. */
export const tenantSetting = z
  .strictObject({
    id: z.guid().transform(tenantId).describe('The tenant id.'),
    name: z.string().min(1).describe('What people call the tenant.'),
    environment: z.string().min(1).describe('DEVL, NLE, LIVE, or what the organisation says.'),
    automatedTesting: z
      .boolean()
      .optional()
      .describe(
        'Whether drivers, injected faults and benchmarks may touch this tenant. Default: only in an environment whose name begins with DEV.',
      ),
    graph: https
      .default(new URL('https://graph.microsoft.com'))
      .describe('Graph of the cloud of the tenant.'),
    authority: https
      .default(new URL('https://login.microsoftonline.com'))
      .describe('Where the tenant signs in; used for `federated` only.'),
    signIn: z
      .discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('managed-identity').describe('The identity of the app itself.') }),
        z.strictObject({
          kind: z.literal('federated').describe('An application of the tenant that trusts our identity.'),
          clientId: z.guid().describe('The client id of that application.'),
        }),
      ])
      .default({ kind: 'managed-identity' })
      .describe(
        "How we sign in: `managed-identity` in the app's own tenant; elsewhere `federated`, by an application there that trusts our identity.",
      ),
    timeZone: timeZone
      .optional()
      .describe(
        'The time zone of its people, such as Europe/Berlin, for the times in mails with links. Default: MAIL_TIME_ZONE.',
      ),
    vaults: z.array(https).default([]).describe('Addresses of the Key Vaults to watch.'),
    privileged: z
      .boolean()
      .default(false)
      .describe(
        'Whether it is read who holds permissions on Graph with which the tenant can be taken over: what they hold is one step graver. Needs no further right, and some requests an hour.',
      ),
    vaultDiscovery: vaultDiscovery
      .optional()
      .describe('Where Key Vaults are looked for, besides those of `vaults`.'),
    tlsEndpoints: tlsEndpointList
      .default([])
      .describe('Places that speak TLS, whose certificates are watched.'),
    devices: devicesSetting
      .optional()
      .describe('What is watched of the management of devices. Absent: nothing.'),
  })
  .transform((t) => ({
    ...t,
    portal: portalOf(t.graph),
    vaultDiscovery: discoveryIn(t.vaultDiscovery, t.graph),
    automatedTesting: t.automatedTesting ?? testingAllowedByDefault(t.environment),
  }));

/** Each cloud has its Graph and its portal. An unknown Graph, such as one on this machine, has the portal of the public cloud. */
const portalOf = ({ hostname }: URL): string =>
  ({
    'graph.microsoft.us': 'https://portal.azure.us',
    'dod-graph.microsoft.us': 'https://portal.azure.us',
    'microsoftgraph.chinacloudapi.cn': 'https://portal.azure.cn',
  })[hostname] ?? PUBLIC_PORTAL;
