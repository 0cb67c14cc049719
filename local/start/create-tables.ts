import { httpsPost } from './https-post.ts';
import { TABLES } from './permissions.ts';
import { Problem } from './problem.ts';

interface Identity {
  readonly identityEndpoint: string;
  readonly identityHeader: string;
}

const API_VERSION = '2019-02-02';
const ANSWER_MS = 20_000;
const EXISTS = 409;

/** Makes the tables that are missing, as the infrastructure does on Azure: the app itself has no right to. */
export const createTables = async (tablesUrl: string, identity: Identity, caPem: string): Promise<void> => {
  const token = await storageToken(identity);
  const create = async (name: string): Promise<void> => {
    const { status, said } = await httpsPost({
      url: `${tablesUrl}/Tables`,
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        accept: 'application/json;odata=nometadata',
        'x-ms-version': API_VERSION,
        'x-ms-date': new Date().toUTCString(),
      },
      body: JSON.stringify({ TableName: name }),
      caPem,
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    if (status >= 300 && status !== EXISTS)
      throw new Problem(`The table ${name} can't be made: ${status} ${said}`);
  };
  await Promise.all(TABLES.map(create));
};

const storageToken = async ({ identityEndpoint, identityHeader }: Identity): Promise<string> => {
  const query = new URLSearchParams({ 'api-version': '2019-08-01', resource: 'https://storage.azure.com' });
  const answer = await fetch(`${identityEndpoint}?${query.toString()}`, {
    headers: { 'x-identity-header': identityHeader },
    signal: AbortSignal.timeout(ANSWER_MS),
  });
  if (!answer.ok) throw new Problem(`Entra gives no token for the tables: ${await answer.text()}`);
  return ((await answer.json()) as { access_token: string }).access_token;
};
