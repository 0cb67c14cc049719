import { Hono } from 'hono';
import type { Faults } from '../stand-in/faults.ts';
import { revocations } from '../stand-in/revocations.ts';
import { serve, type Served } from '../stand-in/serve.ts';
import { apiTokens } from './api-tokens.ts';
import { openDirectory } from './directory.ts';
import { graphApp } from './graph/graph-app.ts';
import type { ThrottleOptions } from './graph/throttle.ts';
import { DEFAULT_IDENTITIES, identitiesOf, type Identity, type IdentityOptions } from './identities.ts';
import { identityEndpoint } from './identity-endpoint.ts';
import { loginApp } from './login/login-app.ts';
import { openState } from './saved-state.ts';
import { signInClients } from './sign-in/clients.ts';
import { scripts } from './sign-in/script.ts';
import { signInApp } from './sign-in/sign-in-app.ts';
import { dice } from './tenant/dice.ts';
import { generateTenant, type Tenant } from './tenant/tenant.ts';
import { tenantSummary } from './tenant-summary.ts';
import { openTokens } from './tokens.ts';

export interface EntraOptions {
  /** PEM, for `login.localhost` and `graph.localhost`. */
  readonly tls: { readonly cert: string; readonly key: string };
  readonly seed?: string | undefined;
  readonly apps?: number | undefined;
  /** Milliseconds since 1970; by default the start of the day on which the state was made. */
  readonly epoch?: number | undefined;
  /** Where the state lives; without it, in memory. */
  readonly stateDir?: string | undefined;
  readonly loginPort?: number | undefined;
  readonly graphPort?: number | undefined;
  readonly identityPort?: number | undefined;
  /** Where faults of Graph are set. */
  readonly controlPort?: number | undefined;
  readonly tokenLifetimeSeconds?: number | undefined;
  readonly identities?: readonly IdentityOptions[] | undefined;
  readonly throttle?: ThrottleOptions | undefined;
  readonly replicationDelayMs?: number | undefined;
  readonly signInDelayMs?: number | undefined;
  readonly signInReportDelayMs?: number | undefined;
  /** The clock, for tests. */
  readonly now?: () => number;
}

export interface Entra {
  readonly loginUrl: string;
  readonly graphUrl: string;
  /** For IDENTITY_ENDPOINT. */
  readonly identityEndpoint: string;
  /** For IDENTITY_HEADER. */
  readonly identityHeader: string;
  /** Answers with what a tester wants to know of the tenant. */
  readonly tenantUrl: string;
  /** Where sign-ins of people are made to differ from good ones. */
  readonly signInUrl: string;
  /** The application that link pages sign people in to. */
  readonly signInClientId: string;
  readonly tenantId: string;
  readonly identities: readonly Identity[];
  readonly controlPorts: { readonly graph: number; readonly login: number; readonly identity: number };
  readonly faults: { readonly graph: Faults; readonly login: Faults; readonly identity: Faults };
  readonly tenant: Tenant;
  stop(): Promise<void>;
}

/** The tenant that one gets without asking for another. */
export const DEFAULT_SEED = 'northwind';
export const DEFAULT_APPS = 120;
const HOUR_SECONDS = 3600;

/** Starts Entra: the login, Graph and the App Service identity endpoint, over one tenant. */
export const startEntra = async (options: EntraOptions): Promise<Entra> => {
  const now = options.now ?? Date.now;
  const state = openState({
    stateDir: options.stateDir,
    seed: options.seed ?? DEFAULT_SEED,
    apps: options.apps ?? DEFAULT_APPS,
    epoch: options.epoch,
  });
  const tenant = generateTenant(state.value.tenant);
  const directory = openDirectory({
    tenant,
    state,
    now,
    replicationDelayMs: options.replicationDelayMs ?? 0,
    signInDelayMs: options.signInDelayMs ?? 0,
    signInReportDelayMs: options.signInReportDelayMs ?? 0,
  });
  const tokens = openTokens({
    tenantId: tenant.id,
    signingKey: state.value.signingKey,
    lifetimeSeconds: options.tokenLifetimeSeconds ?? HOUR_SECONDS,
    now,
  });
  const identities = identitiesOf(tenant, options.identities ?? DEFAULT_IDENTITIES);
  const identityHeader = dice(tenant.seed).uuid('identity header');

  const revoked = revocations();
  const plain = new Hono();
  plain.route('/', identityEndpoint({ identities, tokens, revoked, identityHeader }));
  plain.route('/', tenantSummary(directory, identities, now));

  const clients = signInClients(tenant.seed);
  const signInScripts = scripts(clients);
  plain.route('/', signInScripts.routes);
  const logins = new Hono();
  const { signingKey } = state.value;
  logins.route(
    '/',
    signInApp({ tenant, identities, tokens, signingKey, clients, scripts: signInScripts, now }),
  );
  logins.route('/', loginApp({ directory, identities, tokens, now }));

  const started: Served[] = [];
  let loginUrl = '';
  plain.route(
    '/',
    apiTokens({
      tenant,
      signingKey: state.value.signingKey,
      keyId: tokens.keyId,
      lifetimeSeconds: tokens.lifetimeSeconds,
      now,
      loginUrl: () => loginUrl,
    }),
  );
  const stop = async (): Promise<void> => {
    await Promise.all(started.map((served) => served.stop()));
  };
  const start = async (...[handler, settings]: Parameters<typeof serve>): Promise<Served> => {
    const served = await serve(handler, settings);
    started.push(served);
    return served;
  };
  try {
    const login = await start(logins, {
      name: 'Entra login',
      port: options.loginPort ?? 0,
      tls: options.tls,
    });
    loginUrl = `https://login.localhost:${String(login.port)}`;
    const graph = await start(graphApp({ directory, tokens, now, throttle: options.throttle }), {
      name: 'Graph',
      port: options.graphPort ?? 0,
      controlPort: options.controlPort ?? 0,
      revocations: revoked,
      tls: options.tls,
    });
    const identity = await start(plain, { name: 'Identity endpoint', port: options.identityPort ?? 0 });
    const identityUrl = `http://127.0.0.1:${String(identity.port)}`;
    return {
      loginUrl,
      graphUrl: `https://graph.localhost:${String(graph.port)}`,
      identityEndpoint: `${identityUrl}/msi/token`,
      identityHeader,
      tenantUrl: `${identityUrl}/_tenant`,
      signInUrl: `${identityUrl}/_sign-in`,
      signInClientId: clients.own,
      tenantId: tenant.id,
      identities,
      controlPorts: {
        graph: graph.controlPort,
        login: login.controlPort,
        identity: identity.controlPort,
      },
      faults: { graph: graph.faults, login: login.faults, identity: identity.faults },
      tenant,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
};
