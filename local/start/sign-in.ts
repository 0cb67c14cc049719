import { httpsPost } from './https-post.ts';

interface SignIn {
  readonly loginUrl: string;
  readonly tenantId: string;
  readonly caPem: string;
  readonly clientId: string;
  readonly secret: string;
  readonly signal: AbortSignal;
}

/** Signs an application in with its secret, as it would itself; answers why not, or undefined if it got a token. */
export const signInRefusal = async (wanted: SignIn): Promise<string | undefined> => {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: wanted.clientId,
    client_secret: wanted.secret,
    scope: 'https://graph.microsoft.com/.default',
  });
  const { said } = await httpsPost({
    url: `${wanted.loginUrl}/${wanted.tenantId}/oauth2/v2.0/token`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: form.toString(),
    caPem: wanted.caPem,
    signal: wanted.signal,
  });
  const answer = JSON.parse(said) as { readonly access_token?: string; readonly error_description?: string };
  if (answer.access_token !== undefined) return undefined;
  return answer.error_description ?? 'no token in the answer';
};
