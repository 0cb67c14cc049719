import type { Surroundings } from '../../../local/start/surroundings.ts';

export const GRAPH = 'https://graph.microsoft.com';
/** What every vault here is below. */
export const VAULT = 'https://vault.localhost';
export const STORAGE = 'https://storage.azure.com';

/** A token for a resource, of one of the managed identities, as a host that has it would get it. */
export const tokenOf = async (
  { entra }: Surroundings,
  identity: string,
  resource: typeof GRAPH | typeof VAULT | typeof STORAGE,
): Promise<string> => {
  const query = new URLSearchParams({
    'api-version': '2019-08-01',
    resource,
    client_id: entra.identities[identity] ?? '',
  });
  const answer = await fetch(`${entra.identityEndpoint}?${query.toString()}`, {
    headers: { 'x-identity-header': entra.identityHeader },
  });
  return ((await answer.json()) as { readonly access_token: string }).access_token;
};
