import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type Authority, openAuthority } from '../../local/certificates/authority.ts';
import {
  type KeyVault,
  type KeyVaultOptions,
  startKeyVault,
  VAULT_RESOURCE,
} from '../../local/key-vault/server.ts';
import { loopback, mint, minting } from './loopback-client.ts';

export const TENANT = '6a1f0000-0000-4000-8000-000000000001';
export const LOGIN = 'https://login.localhost:1';
export const EPOCH = new Date(Math.floor(Date.now() / 86_400_000) * 86_400_000);

/** Claims that every vault accepts. */
export const GOOD = { aud: VAULT_RESOURCE, tid: TENANT, appid: 'someone' };

/** Running vaults with what a client needs to reach them. */
export interface RunningVaults {
  readonly vaults: KeyVault;
  readonly authority: Authority;
  readonly dir: string;
  /** Options for any SDK client. */
  readonly client: ReturnType<typeof loopback>['options'] & {
    readonly retryOptions: { readonly maxRetries: number };
  };
  /** A plain call, for what the SDK does not show. */
  readonly call: (url: string, call?: Call) => Promise<Answer>;
  readonly stop: () => Promise<void>;
}

interface Call {
  readonly method?: string;
  /** Claims of the token, or the whole token; null sends none. */
  readonly token?: object | string | null;
  readonly body?: object;
}

/** One line of a list. */
export interface Item {
  readonly id: string;
  readonly managed?: boolean;
  readonly attributes: { readonly exp?: number };
}

/** Whatever the service may answer, as far as tests look at it; which parts are there is what they check. */
interface Body {
  readonly error: { readonly code: string; readonly innererror: { readonly code: string } };
  readonly value: readonly Item[];
  readonly nextLink: string | null;
  readonly key: object;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Body;
}

/** Starts the default vaults, changed by `options`, on ports of the system's choice. */
export const runVaults = async (options: Partial<KeyVaultOptions> = {}): Promise<RunningVaults> => {
  const dir = await mkdtemp(join(tmpdir(), 'vaults-'));
  const authority = await openAuthority(join(dir, 'certificates'));
  const vaults = await startKeyVault({
    tls: await authority.issue(['*.vault.localhost']),
    seed: 'test',
    epoch: EPOCH,
    loginUrl: LOGIN,
    tenantId: TENANT,
    ...options,
  });
  const http = loopback(authority.caPem);
  return {
    vaults,
    authority,
    dir,
    client: { ...http.options, retryOptions: { maxRetries: 0 } },
    call: (url, call = {}) => send(url, authority.caPem, call),
    stop: async () => {
      http.close();
      await vaults.stop();
      await rm(dir, { recursive: true });
    },
  };
};

/** Vaults in a process of their own. */
interface VaultProcess {
  readonly child: ChildProcessWithoutNullStreams;
  readonly vaults: Readonly<Record<string, string>>;
  /** Everything that it said on stdout. */
  readonly said: readonly string[];
  /** Ends it as an operator would; gives the exit code. */
  readonly stop: () => Promise<unknown>;
}

/** Starts local/key-vault/main.ts with these flags and nothing else. */
export const spawnVaults = (...flags: string[]): ChildProcessWithoutNullStreams =>
  spawn(process.execPath, [
    fileURLToPath(new URL('../../local/key-vault/main.ts', import.meta.url)),
    ...flags,
  ]);

/** Starts the vaults as a child process and waits until they are ready. */
export const vaultProcess = async (authority: Authority, ...flags: string[]): Promise<VaultProcess> => {
  const { certFile, keyFile } = await authority.issue(['*.vault.localhost']);
  const needed = ['--cert', certFile, '--key', keyFile, '--login-url', LOGIN, '--tenant', TENANT];
  const child = spawnVaults(...needed, '--epoch', EPOCH.toISOString(), ...flags);
  const said: string[] = [];
  const reader = createInterface({ input: child.stdout }).on('line', (line) => said.push(line));
  await once(reader, 'line');
  const { vaults } = JSON.parse(said[0] ?? '') as { vaults: Record<string, string> };
  const ended = once(child, 'exit').then(([code]: unknown[]) => code);
  return {
    child,
    vaults,
    said,
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
};

/** A credential with good claims, changed by `claims`. */
export const as = (claims: object = {}): ReturnType<typeof minting> => minting({ ...GOOD, ...claims });

const send = (url: string, ca: string, { method = 'GET', token = {}, body }: Call): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const { port, host, pathname, search, hostname } = new URL(url);
    const soon = Math.floor(Date.now() / 1000) + 600;
    const bearer = typeof token === 'string' ? token : mint({ exp: soon, ...GOOD, ...token });
    const headers = {
      host,
      ...(token === null ? {} : { authorization: `Bearer ${bearer}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    };
    const target = { host: '127.0.0.1', servername: hostname, port, path: pathname + search };
    request({ ...target, ca, method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Body;
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
      });
    })
      .on('error', reject)
      .end(body === undefined ? undefined : JSON.stringify(body));
  });
