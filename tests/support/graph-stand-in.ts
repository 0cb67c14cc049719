import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TokenCredential } from '@azure/identity';
import { type GraphClient, graphClient } from '../../lib/adapters/graph/graph-client.ts';
import { tenantCredentials } from '../../lib/adapters/sign-in/tenant-credentials.ts';
import { tenantId } from '../../lib/domain/ids.ts';
import type { Tenant } from '../../lib/domain/tenant.ts';
import { type Duration, seconds } from '../../lib/domain/time.ts';
import { openAuthority } from '../../local/certificates/authority.ts';
import { DEFAULT_IDENTITIES } from '../../local/entra/identities.ts';
import { type Entra, type EntraOptions, startEntra } from '../../local/entra/server.ts';
import type { Application } from '../../local/entra/tenant/graph-types.ts';
import type { TrapName } from '../../local/entra/tenant/traps.ts';
import type { Fault } from '../../local/stand-in/faults.ts';
import { trusting } from './trusting.ts';

/** A running Entra, and our Graph client signed in to it by a managed identity. */
export interface RunningGraph {
  readonly entra: Entra;
  readonly tenant: Tenant;
  readonly credential: (identity?: string) => TokenCredential;
  readonly client: (settings?: { readonly identity?: string; readonly timeout?: Duration }) => GraphClient;
  /** The first application that carries this trap, as it was generated. */
  readonly trapped: (trap: TrapName) => Application;
  readonly allTrapped: (trap: TrapName) => readonly Application[];
  /** Every answer of Graph becomes this one. */
  readonly fault: (fault: Fault) => void;
  readonly comeBack: () => void;
  readonly stop: () => Promise<void>;
}

/** An outage that the SDK does not sit out: the header asks for longer than we wait. */
export const OUTAGE: Fault = { status: 503, headers: { 'retry-after': '3600' } };
export const DENIAL: Fault = {
  status: 403,
  body: { error: { code: 'Authorization_RequestDenied', message: 'Insufficient privileges.' } },
};

/** The usual identities, and one that may read applications but no people. */
export const APP_WITHOUT_USERS = [
  ...DEFAULT_IDENTITIES,
  { name: 'without users', roles: ['Application.Read.All'] },
];

/** Small pages, so that a small tenant has many: the question is ours, the links are Graph's own. */
export const inSmallPages = (client: GraphClient): GraphClient => ({
  ...client,
  get: (path, headers) => client.get(path.replace('$top=999', '$top=30'), headers),
});

/** The thumbprint of a certificate in base64 DER, as tools show it. */
export const certificateThumbprint = (der: string): string =>
  new X509Certificate(Buffer.from(der, 'base64')).fingerprint.replaceAll(':', '');

/** Starts Entra on ports of the system's choice, and makes this process trust it and find it. */
export const runGraph = async (options: Partial<EntraOptions> = {}): Promise<RunningGraph> => {
  const dir = await mkdtemp(join(tmpdir(), 'graph-'));
  const authority = await openAuthority(dir);
  const distrust = trusting(authority.caPem);
  const entra = await startEntra({
    tls: await authority.issue(['login.localhost', 'graph.localhost']),
    ...options,
  });
  // The Azure SDK reads these when a credential is made: it is how an app finds its managed identity.
  process.env['IDENTITY_ENDPOINT'] = entra.identityEndpoint;
  process.env['IDENTITY_HEADER'] = entra.identityHeader;

  const credential = (name = 'all'): TokenCredential => {
    const identity = entra.identities.find((known) => known.name === name);
    return tenantCredentials(identity?.principal.appId)({ kind: 'managed-identity' });
  };
  const allTrapped = (trap: TrapName): readonly Application[] =>
    Array.from({ length: entra.tenant.apps }, (_, index) => index)
      .filter((index) => entra.tenant.specAt(index).traps.includes(trap))
      .map((index) => entra.tenant.applicationAt(index));
  return {
    entra,
    tenant: {
      id: tenantId(entra.tenantId),
      name: 'Northwind',
      environment: 'DEVL',
      automatedTesting: true,
    },
    credential,
    client: ({ identity, timeout = seconds(20) } = {}) =>
      graphClient({ graphRoot: new URL(entra.graphUrl), credential: credential(identity), timeout }),
    trapped: (trap) => {
      const [first] = allTrapped(trap);
      if (first === undefined) throw new Error(`No application carries the trap ${trap}.`);
      return first;
    },
    allTrapped,
    fault: (fault) => {
      entra.faults.graph.add(fault);
    },
    comeBack: () => {
      entra.faults.graph.clear();
    },
    stop: async () => {
      distrust();
      delete process.env['IDENTITY_ENDPOINT'];
      delete process.env['IDENTITY_HEADER'];
      await entra.stop();
      await rm(dir, { recursive: true });
    },
  };
};
