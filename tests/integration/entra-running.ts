import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { ManagedIdentityCredential } from '@azure/identity';
import { Client } from '@microsoft/microsoft-graph-client';
import { type Authority, openAuthority } from '../../local/certificates/authority.ts';
import { type Entra, type EntraOptions, startEntra } from '../../local/entra/server.ts';
import type { KeyCredential, PasswordCredential } from '../../local/entra/tenant/graph-types.ts';
import '../../local/function-host/localhost-lookup.ts';

/** All that an answer may hold; a test looks only into what its request asked for. */
export interface GraphBody {
  readonly error: { readonly code: string; readonly message: string };
  readonly value: readonly object[];
  readonly responses: readonly {
    readonly id: string;
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
  }[];
  readonly passwordCredentials: readonly PasswordCredential[];
  readonly keyCredentials: readonly KeyCredential[];
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: GraphBody;
}

export interface RunningEntra {
  readonly entra: Entra;
  readonly authority: Authority;
  readonly dir: string;
  /** The time it is for this Entra; tests move it. */
  readonly clock: { ms: number };
  /** A token of this identity for Graph, or for `resource`. */
  token(identity: string, resource?: string): Promise<string>;
  /** Calls Graph as this identity; `path` starts with a slash, or is a whole address. */
  call(identity: string, path: string, init?: RequestInit & { readonly json?: object }): Promise<Answer>;
  /** The Graph client as the product has it, signed in through the identity endpoint. */
  graph(identity: string): Client;
  stop(): Promise<void>;
}

export const EPOCH = Date.UTC(2026, 10, 21);

/** Starts Entra on ports of the system's choice, and makes this process trust it and find it. */
export const runEntra = async (options: Partial<EntraOptions> = {}): Promise<RunningEntra> => {
  const dir = await mkdtemp(join(tmpdir(), 'entra-'));
  const authority = await openAuthority(join(dir, 'certificates'));
  const trusted = getCACertificates('default');
  setDefaultCACertificates([...trusted, authority.caPem]);
  const clock = { ms: Date.now() };
  const entra = await startEntra({
    tls: await authority.issue(['login.localhost', 'graph.localhost']),
    now: () => clock.ms,
    ...options,
  });
  process.env['IDENTITY_ENDPOINT'] = entra.identityEndpoint;
  process.env['IDENTITY_HEADER'] = entra.identityHeader;

  const clientId = (name: string) =>
    entra.identities.find((identity) => identity.name === name)?.principal.appId ?? name;

  const token = async (identity: string, resource = entra.graphUrl): Promise<string> => {
    const query = new URLSearchParams({
      'api-version': '2019-08-01',
      resource,
      client_id: clientId(identity),
    });
    const response = await fetch(`${entra.identityEndpoint}?${query.toString()}`, {
      headers: { 'x-identity-header': entra.identityHeader },
    });
    const body = (await response.json()) as { access_token: string };
    return body.access_token;
  };

  return {
    entra,
    authority,
    dir,
    clock,
    token,
    call: async (identity, path, { json, ...init } = {}) => {
      const headers = new Headers(init.headers);
      if (!headers.has('authorization')) headers.set('authorization', `Bearer ${await token(identity)}`);
      if (json !== undefined) headers.set('content-type', 'application/json');
      const response = await fetch(path.startsWith('/') ? `${entra.graphUrl}/v1.0${path}` : path, {
        ...init,
        headers,
        ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      });
      const text = await response.text();
      return {
        status: response.status,
        headers: response.headers,
        body: (text === '' ? {} : JSON.parse(text)) as GraphBody,
      };
    },
    graph: (identity) => {
      const credential = new ManagedIdentityCredential({ clientId: clientId(identity) });
      return Client.initWithMiddleware({
        baseUrl: entra.graphUrl,
        customHosts: new Set(['graph.localhost']),
        authProvider: {
          getAccessToken: async () => (await credential.getToken(`${entra.graphUrl}/.default`)).token,
        },
      });
    },
    stop: async () => {
      setDefaultCACertificates(trusted);
      delete process.env['IDENTITY_ENDPOINT'];
      delete process.env['IDENTITY_HEADER'];
      await entra.stop();
      await rm(dir, { recursive: true });
    },
  };
};
