import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Problem } from './problem.ts';

/** A folder held for one start. */
export interface Lock {
  release(): Promise<void>;
}

interface Holder {
  readonly pid: number;
  readonly port: number;
  readonly token: string;
}

const ANSWER_MS = 2_000;

/**
 * Holds a folder, so that two starts never write the same state. Whoever holds it answers on a port with the token that
 * the file tells: a process number alone may long belong to someone else.
 */
export const takeLock = async (dir: string): Promise<Lock> => {
  const file = join(dir, 'lock');
  const token = randomUUID();
  const server = createServer((socket) => socket.on('error', () => undefined).end(token));
  server.listen(0, '127.0.0.1').unref();
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  // Linked into place, so that nobody ever reads half of it.
  const draft = `${file}.${token}`;
  await writeFile(draft, JSON.stringify({ pid: process.pid, port, token } satisfies Holder), { mode: 0o600 });
  try {
    while (!(await placed(draft, file))) {
      const holder = await readHolder(file);
      if (holder !== undefined && (await isThere(holder))) {
        throw new Problem(
          `Another start (process ${holder.pid}) uses ${dir}. Stop it, or choose another folder with --state DIR.`,
        );
      }
      await rm(file, { force: true });
    }
  } catch (error) {
    server.close();
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
  return {
    release: async () => {
      await rm(file, { force: true });
      server.close();
    },
  };
};

const placed = async (draft: string, file: string): Promise<boolean> => {
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
};

const readHolder = async (file: string): Promise<Holder | undefined> => {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Holder;
  } catch {
    return undefined; // released meanwhile, or no lock of ours
  }
};

const isThere = async ({ port, token }: Holder): Promise<boolean> => {
  try {
    const socket = connect(port, '127.0.0.1');
    socket.setTimeout(ANSWER_MS, () => socket.destroy(new Error('no answer')));
    return (await text(socket)) === token;
  } catch {
    return false;
  }
};
