import { request } from 'node:https';
import { text } from 'node:stream/consumers';

interface SignIn {
  readonly loginUrl: string;
  readonly tenantId: string;
  readonly caPem: string;
  readonly clientId: string;
  readonly secret: string;
  readonly signal: AbortSignal;
}

const RESOURCE = 'https://graph.microsoft.com/.default';

/** Signs an application in with its secret, as it would itself; answers why not, or undefined if it got a token. */
export const signInRefusal = async (wanted: SignIn): Promise<string | undefined> => {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: wanted.clientId,
    client_secret: wanted.secret,
    scope: RESOURCE,
  });
  const answer = JSON.parse(await post(wanted, form.toString())) as {
    readonly access_token?: string;
    readonly error_description?: string;
  };
  if (answer.access_token !== undefined) return undefined;
  return answer.error_description ?? 'no token in the answer';
};

/** To loopback under the login's name: not every resolver knows names below localhost. */
const post = ({ loginUrl, tenantId, caPem, signal }: SignIn, body: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(loginUrl);
    request(
      {
        host: '127.0.0.1',
        port,
        servername: hostname,
        path: `/${tenantId}/oauth2/v2.0/token`,
        method: 'POST',
        headers: { host: `${hostname}:${port}`, 'content-type': 'application/x-www-form-urlencoded' },
        ca: caPem,
        agent: false,
        signal,
      },
      (response) => {
        text(response).then(resolve, reject);
      },
    )
      .on('error', reject)
      .end(body);
  });
