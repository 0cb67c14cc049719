import { Hono } from 'hono';
import type { Faults } from '../stand-in/faults.ts';
import { revocations } from '../stand-in/revocations.ts';
import { serve } from '../stand-in/serve.ts';
import { vaultApp } from './app.ts';
import { vaultControl } from './control.ts';
import { DEFAULT_SUBSCRIPTIONS, DEFAULT_VAULTS } from './default-vaults.ts';
import type { Grants } from './grants.ts';
import { openVaults } from './open-vaults.ts';
import { type JwksSource, signingKeys } from './signing-keys.ts';
import { RESOURCE_MANAGER_HOST, resourceGraphApp } from './resource-graph.ts';
import type { SubscriptionTemplate, VaultTemplate } from './templates.ts';

/** How to start the vaults. */
export interface KeyVaultOptions {
  readonly port?: number;
  readonly controlPort?: number;
  /** PEM, for `*.vault.localhost`: the SDK speaks to vaults over https only. */
  readonly tls: { readonly cert: string; readonly key: string };
  readonly seed: string;
  /** The day zero that all expiries are counted from. */
  readonly epoch: Date;
  /** The login that the 401 challenge names. */
  readonly loginUrl: string;
  readonly tenantId: string;
  /** Checks signatures; without it tokens are believed by their claims. */
  readonly jwks?: JwksSource | undefined;
  /** Who may do what; without it everyone everything. */
  readonly grants?: Grants | undefined;
  /** Keeps keys and certificates over a restart; without it they live in memory. */
  readonly stateDir?: string | undefined;
  readonly vaults?: readonly VaultTemplate[];
  /** What the Resource Graph knows of, at `https://management.localhost`. */
  readonly subscriptions?: readonly SubscriptionTemplate[];
  /** A connection string of Service Bus: what changes is told there, as Event Grid does. */
  readonly eventGrid?: string | undefined;
}

/** Running vaults. */
export interface KeyVault {
  readonly port: number;
  readonly controlPort: number;
  readonly resourceManager: string;
  /** Addresses by vault name. */
  readonly vaults: Readonly<Record<string, string>>;
  readonly faults: Faults;
  /** The address of a vault, whether it exists or not. */
  urlOf(vault: string): string;
  /** Hashes of the values that were put into a secret, the oldest first. */
  depositedIn(vault: string, secret: string): readonly string[];
  stop(): Promise<void>;
}

/** Below it each vault has its name. */
export const VAULT_DOMAIN = 'vault.localhost';

/**
 * What tokens must be for. The clients accept a challenge only if its resource is a parent domain of the vault they
 * asked, as https://vault.azure.net is in Azure.
 */
export const VAULT_RESOURCE = `https://${VAULT_DOMAIN}`;

/** Starts several Key Vaults behind one port, at `https://{vault}.vault.localhost:{port}`. */
export const startKeyVault = async (options: KeyVaultOptions): Promise<KeyVault> => {
  const { seed, epoch, tenantId, stateDir, grants, jwks } = options;
  // The client takes a moment to load, and most who start vaults tell nobody.
  const grid =
    options.eventGrid === undefined
      ? undefined
      : (await import('./event-grid.ts')).eventGrid(options.eventGrid);
  const urlOf = (vault: string): string => `https://${vault}.${VAULT_DOMAIN}:${port}`;
  let port = 0;
  const { vaults, versions } = await openVaults(
    options.vaults ?? DEFAULT_VAULTS,
    { seed, epoch },
    stateDir,
    (vault, current) => void grid?.tell(urlOf(vault), current, 'NewVersionCreated').catch(() => undefined),
  );
  const revoked = revocations();
  const findKey = jwks === undefined ? undefined : signingKeys(jwks);
  const resourceManager = resourceGraphApp({
    vaults: options.vaults ?? DEFAULT_VAULTS,
    subscriptions: options.subscriptions ?? DEFAULT_SUBSCRIPTIONS,
    urlOf,
    rules: { tenantId, findKey },
    grants,
  });
  const app = new Hono();
  const dataPlane = vaultApp({
    domain: VAULT_DOMAIN,
    vaults,
    authority: `${options.loginUrl.replace(/\/$/, '')}/${tenantId}`,
    rules: {
      resource: VAULT_RESOURCE,
      tenantId,
      findKey,
    },
    grants,
    revoked,
  });
  app.all('*', (c) =>
    new URL(c.req.url).hostname === RESOURCE_MANAGER_HOST
      ? resourceManager.fetch(c.req.raw)
      : dataPlane.fetch(c.req.raw),
  );
  const served = await serve(app, {
    name: 'Key Vault',
    tls: options.tls,
    port: options.port ?? 0,
    controlPort: options.controlPort ?? 0,
    control: vaultControl({ vaults, urlOf, versions, grid }),
    revocations: revoked,
  });
  ({ port } = served);
  return {
    port: served.port,
    controlPort: served.controlPort,
    resourceManager: `https://${RESOURCE_MANAGER_HOST}:${port}`,
    vaults: Object.fromEntries([...vaults.keys()].map((name) => [name, urlOf(name)])),
    faults: served.faults,
    urlOf,
    depositedIn: (vault, secret) =>
      (vaults.get(vault)?.deposits.versions(secret) ?? []).map(({ sha256 }) => sha256),
    stop: async () => {
      await served.stop();
      await grid?.stop();
    },
  };
};
