import { Problem } from './problem.ts';
import type { Surroundings } from './surroundings.ts';

interface Wanted {
  readonly surroundings: Surroundings;
  readonly functionsUrl: string;
  readonly signal: AbortSignal;
}

/** May read and operate the API. */
const OPERATOR = 'adaeze.okafor';

/** Declares what is watched outside the made-up tenant, as an operator does: over the API. Saying it again changes nothing. */
export const declareOutside = async ({ surroundings, functionsUrl, signal }: Wanted): Promise<void> => {
  const { entra, idps } = surroundings;
  const token = await (await fetch(`${entra.tenantUrl}/token?person=${OPERATOR}`, { signal })).text();
  const ask = async (method: 'PUT' | 'POST', path: string, body: object): Promise<void> => {
    const answer = await fetch(`${functionsUrl}/api/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal,
    });
    // What a run before this one declared is there.
    if (!answer.ok && answer.status !== 409)
      throw new Problem(`The API did not take ${path}: ${await answer.text()}`);
  };
  const { 'contoso-id': contoso } = idps.discoveryUrls;
  await ask('POST', 'openid-providers', {
    ...{ tenant: entra.tenantId, name: 'Contoso ID', credentials: 'Travel portal' },
    ...{ clientId: 'travel-portal', addresses: { kind: 'discovery', url: contoso } },
    usedBy: ['Travel portal'],
  });
  for (const name of ['northwind-adfs', 'fabrikam-portal'])
    await ask('PUT', `federation-metadata/${entra.tenantId}/${name}`, {
      url: idps.metadataUrls[name],
      usedBy: name === 'fabrikam-portal' ? ['Fabrikam supplier portal'] : ['Everyone at the head office'],
    });
};
