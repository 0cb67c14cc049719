import type { TokenCredential } from '@azure/identity';
import { attempt, type Finding, findingOf, headersOf, GRANTED, type Need, PATIENCE_MS } from './need.ts';
import type { RoleRights } from './permissions.ts';
import { without } from './without.ts';

type Level = RoleRights['tables'][string];

interface Tables {
  readonly url: URL;
  readonly credential: TokenCredential;
  readonly rights: RoleRights['tables'];
}

/** One need for each table, at the level that the role has it. */
export const tableNeeds = ({ url, credential, rights }: Tables): readonly Need[] =>
  Object.entries(rights).map(([table, level]) => ({
    right: `${level} in table ${table}`,
    without: without(`table ${table}`),
    probe: () => attempt(() => look(`${url.href.replace(/\/$/, '')}/${table}`, level, credential)),
  }));

/** Reading is tried in any case; then what the level adds, in a way that is refused for another reason than the right. */
const look = async (address: string, level: Level, credential: TokenCredential): Promise<Finding> => {
  const token = await credential.getToken('https://storage.azure.com/.default');
  const ask = async (path: string, init: RequestInit, allowed: readonly number[]): Promise<Finding> => {
    const answer = await fetch(address + path, {
      ...init,
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE_MS),
      headers: {
        ...headersOf(init),
        accept: 'application/json;odata=nometadata',
        'x-ms-version': '2019-02-02',
        'x-ms-date': new Date().toUTCString(),
        authorization: `Bearer ${token?.token ?? ''}`,
      },
    });
    await answer.body?.cancel();
    return findingOf(answer.status, allowed);
  };
  const read = await ask('()?$top=1', {}, [200]);
  if (read.is !== 'granted' || level === 'read') return read;
  const gone = "(PartitionKey='expiry-monitor-preflight',RowKey='nothing')";
  const json = { 'content-type': 'application/json' };
  if (level === 'append') {
    // A row without its keys is no row, and one that is not there can't be replaced: only who may is told so.
    const added = await ask('', { method: 'POST', headers: json, body: '{}' }, [400]);
    if (added.is !== 'granted') return added;
    return ask(gone, { method: 'PUT', headers: { ...json, 'if-match': '*' }, body: '{}' }, [404]);
  }
  const removed = await ask(gone, { method: 'DELETE', headers: { 'if-match': '*' } }, [404]);
  return removed.is === 'granted' ? GRANTED : removed;
};
