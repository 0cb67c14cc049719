import type { Source } from '../domain/credential.ts';
import type { TenantId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import type { CredentialSource } from '../ports/credential-source.ts';
import type { LastScans } from '../ports/last-scans.ts';

interface Fresh {
  readonly tenant: TenantId;
  readonly source: Source;
  /** When a scan that missed nothing ended last. */
  readonly completeAt: Instant | undefined;
}

/** How old what we know of each source is. */
export const freshness = (deps: {
  readonly sources: readonly Pick<CredentialSource, 'tenant' | 'source'>[];
  readonly lastScans: LastScans;
}): Promise<readonly Fresh[]> =>
  Promise.all(
    deps.sources.map(async ({ tenant, source }) => ({
      tenant,
      source,
      completeAt: (await deps.lastScans.find({ tenant, source }))?.state.completeAt,
    })),
  );
