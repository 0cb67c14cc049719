import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { blobCheckpointArchive } from '../../lib/adapters/blob-storage/checkpoint-archive.ts';
import { openAuthority } from '../../local/certificates/authority.ts';
import { startAzurite } from '../../local/tables/azurite.ts';
import { parseLine } from '../../scripts/audit/export-line.ts';
import { minting } from '../integration/loopback-client.ts';
import { trusting } from '../support/trusting.ts';
import { checkpointArchiveContract } from './checkpoint-archive.contract.ts';

checkpointArchiveContract('an archive in blobs', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'blobs-'));
  const authority = await openAuthority(join(dir, 'certificates'));
  const distrust = trusting(authority.caPem);
  const tls = await authority.issue(['*.blob.localhost']);
  const start = (port: number) =>
    startAzurite({ service: 'blob', port, dir: join(dir, 'blobs'), tls, log: () => undefined });
  let azurite = await start(0);
  const container = new URL(`${azurite.url}/checkpoints`);
  const credential = minting({ iss: 'https://sts.windows.net/6a1f/', aud: 'https://storage.azure.com' });
  const ask = async (method: string, path: string): Promise<string> => {
    const { token } = (await credential.getToken('https://storage.azure.com/.default'))!;
    const headers = { authorization: `Bearer ${token}`, 'x-ms-version': '2021-12-02', 'content-length': 0 };
    return new Promise((resolve, reject) => {
      request(`${container.href}${path}`, { method, headers, ca: authority.caPem }, (answer) => {
        let text = '';
        answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
        answer.on('end', () => {
          resolve(text);
        });
      })
        .on('error', reject)
        .end();
    });
  };
  await ask('PUT', '?restype=container');
  return {
    archive: blobCheckpointArchive(container, credential),
    read: async () => {
      const listed = await ask('GET', '?restype=container&comp=list');
      const names = [...listed.matchAll(/<Name>([^<]+)<\/Name>/g)].map(([, name]) => name!);
      const texts = await Promise.all(names.map((name) => ask('GET', `/${name}`)));
      return texts.map((text) => {
        const line = parseLine(text);
        if (line instanceof Error || line.kind !== 'checkpoint') throw new Error('Not a line of an export.');
        return line.checkpoint;
      });
    },
    goAway: () => azurite.stop(),
    comeBack: async () => {
      azurite = await start(azurite.port);
      await ask('PUT', '?restype=container');
    },
    stop: async () => {
      await azurite.stop();
      distrust();
      await rm(dir, { recursive: true });
    },
  };
});
