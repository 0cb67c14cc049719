import type { GraphClient } from '../../adapters/graph/graph-client.ts';
import { systemClock } from '../../adapters/system/system-clock.ts';
import type { CredentialSource } from '../../ports/credential-source.ts';

/** The source of a tenant where it is read who holds rights over it. */
export const toldOfPrivilege = async <S extends Pick<CredentialSource, 'page' | 'look' | 'changes'>>(
  source: S,
  client: GraphClient,
): Promise<S> => {
  const { privilegedPrincipals } = await import('../../adapters/graph/privileged-principals.ts');
  const { withPrivilege } = await import('../../adapters/graph/with-privilege.ts');
  return withPrivilege(source, privilegedPrincipals({ client, clock: systemClock }));
};
