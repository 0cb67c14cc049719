import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DEFAULT_APPS, DEFAULT_SEED } from '../entra/server.ts';
import type { Flags } from './flags.ts';
import { takeLock } from './lock.ts';
import { forgetProcesses, waitForPredecessors } from './predecessors.ts';
import { oneLine, Problem } from './problem.ts';

/** What services and the app share, made at the first start. */
export interface Secrets {
  readonly masterKey: string;
  readonly mailKey: string;
  readonly deskSecret: string;
  readonly webhookKey: string;
}

/** Where everything that outlives a start is kept; held until it is released. */
export interface StateFolder {
  readonly dir: string;
  /** Nothing has happened in it yet. */
  readonly isNew: boolean;
  readonly secrets: Secrets;
  readonly seed: string;
  readonly apps: number;
  /** A folder of its own for each part. */
  place(part: Part): string;
  /** To be called when nobody writes into it any more. */
  release(): Promise<void>;
}

/** Everything that happened is in these; certificates and caches say nothing of it. */
const HISTORY = [
  'tables',
  'service-bus',
  'entra',
  'key-vault',
  'identity-provider',
  'tls-endpoints',
  'service-desk',
  'mail',
  'function-host',
] as const;
type Part = (typeof HISTORY)[number] | 'certificates' | 'logs' | 'compile-cache';

interface Kept {
  readonly seed: string;
  readonly apps: number;
  readonly secrets: Secrets;
}

const FILE = 'start.json';
/** It holds keys: for its owner alone. */
const OWNER_ONLY = 0o700;

/** Opens the folder, or makes it; another tenant's is refused, since its ids would not fit. */
export const openStateFolder = async ({ stateDir: dir, fresh, seed, apps }: Flags): Promise<StateFolder> => {
  await makeDir(dir);
  const lock = await takeLock(dir);
  try {
    await refuseForeign(dir);
    await waitForPredecessors(dir);
    if (fresh) await forget(dir);
    const found = await readKept(dir);
    const kept = found ?? (await makeKept(dir, { seed: seed ?? DEFAULT_SEED, apps: apps ?? DEFAULT_APPS }));
    if ((seed ?? kept.seed) !== kept.seed || (apps ?? kept.apps) !== kept.apps) {
      throw new Problem(
        `${dir} holds the tenant "${kept.seed}" of ${kept.apps} applications. Ask for that one, or begin anew with --fresh.`,
      );
    }
    return {
      ...kept,
      dir,
      isNew: found === undefined,
      place: (part) => join(dir, part),
      release: async () => {
        await forgetProcesses(dir);
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
};

/** The file goes last: as long as it is there, the folders are known to be ours. */
const forget = async (dir: string): Promise<void> => {
  await Promise.all(HISTORY.map((part) => rm(join(dir, part), { recursive: true, force: true })));
  await rm(join(dir, FILE), { force: true });
};

/** Folders of these names that no start made are someone's work: not ours to write into, and never to delete. */
const refuseForeign = async (dir: string): Promise<void> => {
  const found = await readdir(dir);
  if (found.includes(FILE)) return;
  const foreign = HISTORY.find((part) => found.includes(part));
  if (foreign === undefined) return;
  throw new Problem(
    `${join(dir, foreign)} was made by something else. Choose another folder for the state with --state DIR.`,
  );
};

const makeDir = async (dir: string): Promise<void> => {
  try {
    await mkdir(dir, { recursive: true, mode: OWNER_ONLY });
  } catch (error) {
    throw new Problem(
      `${dir} can't hold the state: ${oneLine(error)}. Choose another folder with --state DIR.`,
      {
        cause: error,
      },
    );
  }
};

const readKept = async (dir: string): Promise<Kept | undefined> => {
  try {
    return JSON.parse(await readFile(join(dir, FILE), 'utf8')) as Kept;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Problem(`${join(dir, FILE)} can't be read. Begin anew with --fresh.`, { cause: error });
  }
};

const makeKept = async (dir: string, tenant: Pick<Kept, 'seed' | 'apps'>): Promise<Kept> => {
  const kept: Kept = {
    ...tenant,
    secrets: {
      masterKey: secret(),
      mailKey: `SG.${secret()}`,
      deskSecret: secret(),
      webhookKey: secret(),
    },
  };
  const draft = join(dir, `${FILE}.new`);
  await writeFile(draft, `${JSON.stringify(kept, undefined, 2)}\n`, { mode: 0o600 });
  await rename(draft, join(dir, FILE));
  return kept;
};

/** Passed as the value of a flag, where nothing may begin with a dash. */
const secret = (): string => randomBytes(32).toString('hex');
