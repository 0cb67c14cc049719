import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { httpsDocuments, LARGEST_DOCUMENT } from '../../lib/adapters/outside/https-documents.ts';
import { type Duration, seconds } from '../../lib/domain/time.ts';
import type { Outside } from '../../lib/ports/outside.ts';
import { openAuthority } from '../../local/certificates/authority.ts';
import type { ProviderSpec } from '../../local/identity-provider/provider.ts';
import { type IdentityProviders, startIdentityProviders } from '../../local/identity-provider/server.ts';
import { trusting } from './trusting.ts';

/** Identity providers that run, and our way out to them. */
export interface RunningIdps {
  readonly idps: IdentityProviders;
  readonly epoch: Date;
  readonly outside: (limits?: {
    readonly timeout?: Duration;
    readonly privateHosts?: readonly string[];
  }) => Outside;
  readonly stop: () => Promise<void>;
}

const today = (): Date => new Date(Math.floor(Date.now() / 86_400_000) * 86_400_000);

/**
 * Starts them on ports of the system's choice, and makes this process trust and find them. The ends of their certificates are
 * counted from `epoch`.
 */
export const runIdps = async (
  providers: readonly ProviderSpec[] = [],
  epoch = today(),
): Promise<RunningIdps> => {
  const dir = await mkdtemp(join(tmpdir(), 'idps-'));
  const authority = await openAuthority(dir);
  const distrust = trusting(authority.caPem);
  const tls = await authority.issue(['idp.localhost']);
  const idps = await startIdentityProviders({ tls, providers, epoch });
  return {
    idps,
    epoch,
    outside: ({ timeout = seconds(10), privateHosts = ['idp.localhost'] } = {}) =>
      httpsDocuments({ timeout, privateHosts, mostBytes: LARGEST_DOCUMENT }),
    stop: async () => {
      distrust();
      await idps.stop();
      await rm(dir, { recursive: true });
    },
  };
};
