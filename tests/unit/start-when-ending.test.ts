import { setImmediate } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import type { Authority } from '../../local/certificates/authority.ts';
import { childrenOf } from '../../local/start/children.ts';
import { gatherCrew } from '../../local/start/crew.ts';
import type { Ports } from '../../local/start/ports.ts';
import type { StateFolder } from '../../local/start/state-folder.ts';
import { startSurroundings } from '../../local/start/surroundings.ts';

const folder = {
  dir: '/nowhere',
  place: (name: string) => `/nowhere/${name}`,
  seed: 'northwind',
  apps: 1,
  secrets: { masterKey: 'm', mailKey: 'SG.m', deskSecret: 'd', webhookKey: 'w' },
} as unknown as StateFolder;

const authority = {
  caFile: '/nowhere/ca.pem',
  caPem: '',
  issue: () => Promise.resolve({ certFile: '/nowhere/cert.pem', keyFile: '/nowhere/key.pem' }),
} as unknown as Authority;

test('whatever would start after Ctrl+C is refused to whoever asked for it, and to nobody else', async () => {
  const unheard: unknown[] = [];
  const hear = (reason: unknown) => void unheard.push(reason);
  process.on('unhandledRejection', hear);
  try {
    const crew = gatherCrew();
    await crew.stop();
    const children = childrenOf(crew, folder, authority.caFile);
    const started = startSurroundings({
      ...{ crew, children, folder, authority, ports: {} as Ports },
      onServiceBus: () => Promise.resolve(),
    });
    await expect(started).rejects.toThrow('All is ending');
    await setImmediate();
    await setImmediate();
    expect(unheard).toEqual([]);
  } finally {
    process.off('unhandledRejection', hear);
  }
});
