import * as z from 'zod';
import { tenantId } from '../domain/ids.ts';
import { ADDRESSES, type Cloud, CLOUDS } from '../domain/cloud.ts';
import { testingAllowedByDefault } from '../domain/tenant.ts';
import { devicesSetting } from './devices.ts';
import { tlsEndpointList } from './tls-endpoint.ts';
import { https, timeZone } from './types.ts';
import { discoveryIn, vaultDiscovery } from './vault-discovery.ts';

/** Vaults are named by letters, digits and hyphens; whatever else stands there is an address. */
const VAULT_NAME = /^[A-Za-z][A-Za-z0-9-]{1,22}[A-Za-z0-9]$/;
const vault = z.string().transform((text, context): URL | string => {
  const address = https.safeParse(text);
  if (address.success) return address.data;
  if (VAULT_NAME.test(text)) return text;
  context.addIssue('must be the name of a vault or an https address');
  return z.NEVER;
});

/** Something in a vault, by its address without a version: what is renewed is used by itself. */
const inVault = (collection: 'certificates' | 'secrets') =>
  https.refine(({ pathname }) => new RegExp(`^/${collection}/[A-Za-z0-9-]{1,127}/?$`).test(pathname), {
    error: `must be the address of one of the ${collection} of a vault, without a version: https://example.vault.azure.net/${collection}/NAME`,
  });

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
    cloud: z
      .enum(CLOUDS)
      .optional()
      .describe(
        'The cloud of the tenant, which says where Graph, its login, its portal and its vaults are: `global` (the default), `us-gov` (GCC High), `us-gov-dod`, `china`.',
      ),
    graph: https.optional().describe('Another Graph than that of the cloud.'),
    authority: https
      .optional()
      .describe('Another place to sign in than that of the cloud; not used for `managed-identity`.'),
    signIn: z
      .discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('managed-identity').describe('The identity of the app itself.') }),
        z.strictObject({
          kind: z.literal('federated').describe('An application of the tenant that trusts our identity.'),
          clientId: z.guid().describe('The client id of that application.'),
        }),
        z.strictObject({
          kind: z
            .literal('certificate')
            .describe('An application of the tenant that holds a certificate of one of our vaults.'),
          clientId: z.guid().describe('The client id of that application.'),
          certificate: inVault('certificates').describe(
            'The certificate, such as https://example.vault.azure.net/certificates/sign-in. Its RSA key signs there and never leaves the vault.',
          ),
        }),
        z.strictObject({
          kind: z
            .literal('client-secret')
            .describe('An application of the tenant and a secret: the last resort, since it expires.'),
          clientId: z.guid().describe('The client id of that application.'),
          secret: inVault('secrets').describe(
            'Where the secret lies, such as https://example.vault.azure.net/secrets/sign-in. Never the secret itself.',
          ),
        }),
      ])
      .default({ kind: 'managed-identity' })
      .describe(
        "How we sign in: `managed-identity` in the app's own tenant; elsewhere `federated`, by an application there that trusts our identity; or `certificate`, or as the last resort `client-secret`, where that can not be.",
      ),
    timeZone: timeZone
      .optional()
      .describe(
        'The time zone of its people, such as Europe/Berlin, for the times in mails with links. Default: MAIL_TIME_ZONE.',
      ),
    vaults: z
      .array(vault)
      .default([])
      .describe('The Key Vaults to watch: addresses, or names of vaults of the cloud.'),
    privileged: z
      .boolean()
      .default(false)
      .describe(
        'Whether it is read who holds permissions on Graph with which the tenant can be taken over: what they hold is one step graver. Needs no further right, and some requests an hour.',
      ),
    provisioning: z
      .boolean()
      .default(false)
      .describe(
        'Whether the provisioning (SCIM) of enterprise applications is watched: a job in quarantine is a finding. Needs Synchronization.Read.All, and two requests for twenty such applications at each scan.',
      ),
    lastUse: z
      .boolean()
      .default(false)
      .describe(
        'Whether it is read when credentials were last used to sign in: evidence before an old one is removed. Needs AuditLog.Read.All; in the public cloud alone, from a report of the beta version of Graph.',
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
  .transform((t) => {
    const cloud = ADDRESSES[t.cloud ?? cloudOf(t.graph)];
    const graph = t.graph ?? new URL(cloud.graph);
    return {
      ...t,
      graph,
      vaultDiscovery: discoveryIn(t.vaultDiscovery, graph),
      authority: t.authority ?? new URL(cloud.authority),
      portal: cloud.portal,
      vaults: t.vaults.map((written) =>
        written instanceof URL ? written : new URL(`https://${written}.${cloud.vaultSuffix}`),
      ),
      automatedTesting: t.automatedTesting ?? testingAllowedByDefault(t.environment),
    };
  });

/** Where only its Graph was named; an unknown one, such as one on this machine, goes with the public cloud. */
const cloudOf = (graph: URL | undefined): Cloud =>
  CLOUDS.find((cloud) => new URL(ADDRESSES[cloud].graph).hostname === graph?.hostname) ?? 'global';
