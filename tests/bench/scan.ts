import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { openAuthority } from '../../local/certificates/authority.ts';
import { startAzurite } from '../../local/tables/azurite.ts';
import type { Bench } from '../support/bench/bench.ts';
import { credentialsIn } from '../support/bench/generated-applications.ts';
import { signersIn } from '../support/bench/generated-principals.ts';
import { makeTables } from '../support/bench/scan-place.ts';

/** What was measured when nothing else is said. */
const SIZES = [10_000, 100_000];
const HERE = join(import.meta.dirname, '..', 'support', 'bench');

interface Row {
  readonly applications: number;
  readonly credentials: number;
  readonly cpuSeconds: number;
  readonly sdkFloorCpuSeconds: number;
  readonly wireFloorCpuSeconds: number;
  readonly cpuRatio: number;
  readonly wireRatio: number;
  readonly wallSeconds: number;
  readonly peakRssMb: number;
  readonly graphRequests: number;
  readonly tableTransactions: number;
  readonly bytes: number;
}

interface Result {
  readonly rows: readonly Row[];
  readonly unchanged: {
    readonly applications: number;
    readonly graphRequests: number;
    readonly factWrites: number;
  };
}

interface Cost {
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  readonly peakRssMb: number;
  readonly graphRequests: number;
  readonly tableTransactions: number;
  readonly bytes: number;
  readonly coverage: string;
  readonly subjects: number;
  readonly credentials: number;
  /** Service principals that hold something. */
  readonly signers: number;
  readonly again: { readonly graphRequests: number; readonly factWrites: number };
}

/** A process that says one line of JSON; it ends when we do. */
const startProcess = (file: string, args: readonly string[], caFile: string) => {
  const child = spawn(process.execPath, [join(HERE, file), ...args], {
    env: { PATH: process.env['PATH'], NODE_EXTRA_CA_CERTS: caFile },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const line = new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    child.once('exit', (code) => {
      reject(new Error(`${file} ended with ${String(code)}.`));
    });
  });
  return { line, stop: () => void child.kill() };
};

/** Each contender has tables of its own, all empty and in memory, and scans the same tenant. */
const contend = async (as: string, graph: string, caFile: string): Promise<Cost> => {
  const tables = await startAzurite({ port: 0, dir: undefined, log: () => undefined });
  try {
    await makeTables(tables.url);
    const args = ['--as', as, '--graph', graph, '--tables', tables.url];
    return JSON.parse(await startProcess('scan-contender-process.ts', args, caFile).line) as Cost;
  } finally {
    await tables.stop();
  }
};

const measure = async (applications: number, dir: string, say: (line: string) => void) => {
  const authority = await openAuthority(dir);
  const { certFile, keyFile } = await authority.issue(['graph.localhost']);
  const tenant = ['--applications', String(applications), '--cert', certFile, '--key', keyFile];
  const graph = startProcess('graph-process.ts', tenant, authority.caFile);
  try {
    const { port } = JSON.parse(await graph.line) as { readonly port: number };
    const url = `https://localhost:${port}`;
    const cost = async (as: string): Promise<Cost> => {
      const spent = await contend(as, url, authority.caFile);
      say(`${applications} applications, ${as}: ${spent.cpuSeconds.toFixed(1)} s of CPU`);
      return spent;
    };
    const [product, sdk, wire] = [await cost('product'), await cost('sdk'), await cost('wire')];
    const credentials = credentialsIn(applications);
    if (
      product.coverage !== 'complete' ||
      product.subjects !== applications ||
      product.credentials !== credentials ||
      product.signers !== signersIn(applications)
    )
      throw new Error(`The scan is ${product.coverage}, of ${product.subjects} subjects.`);
    const row: Row = {
      ...{ applications, credentials, cpuSeconds: rounded(product.cpuSeconds) },
      ...{ sdkFloorCpuSeconds: rounded(sdk.cpuSeconds), wireFloorCpuSeconds: rounded(wire.cpuSeconds) },
      cpuRatio: rounded(product.cpuSeconds / sdk.cpuSeconds),
      wireRatio: rounded(product.cpuSeconds / wire.cpuSeconds),
      ...{ wallSeconds: rounded(product.wallSeconds), peakRssMb: Math.round(product.peakRssMb) },
      ...{ graphRequests: product.graphRequests, tableTransactions: product.tableTransactions },
      bytes: product.bytes,
    };
    return { row, unchanged: { applications, ...product.again } };
  } finally {
    graph.stop();
  }
};

const rounded = (n: number): number => Math.round(n * 100) / 100;

const run = async (say: (line: string) => void, args: readonly string[]): Promise<Result> => {
  const sizes = sizesOf(args);
  const dir = await mkdtemp(join(tmpdir(), 'expiry-monitor-bench-'));
  try {
    const measured: Awaited<ReturnType<typeof measure>>[] = [];
    for (const size of sizes) measured.push(await measure(size, dir, say));
    const [last] = measured.slice(-1);
    if (last === undefined) throw new Error('Say at least one size.');
    return { rows: measured.map(({ row }) => row), unchanged: last.unchanged };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
};

/** `--applications 1000,20000` measures other sizes. */
const sizesOf = (args: readonly string[]): readonly number[] => {
  const at = args.indexOf('--applications');
  return at === -1 ? SIZES : (args[at + 1] ?? '').split(',').map(Number);
};

const HEADS = {
  ...{ applications: 'applications', credentials: 'credentials', cpuSeconds: 'CPU s' },
  ...{ sdkFloorCpuSeconds: 'sdk floor s', wireFloorCpuSeconds: 'wire floor s', cpuRatio: 'ratio (sdk)' },
  ...{ wireRatio: 'ratio (wire)', wallSeconds: 'wall s', peakRssMb: 'peak MB' },
  ...{ graphRequests: 'Graph requests', tableTransactions: 'transactions', bytes: 'bytes written' },
} as const satisfies Record<keyof Row, string>;

const print = (result: object): readonly string[] => {
  const { rows, unchanged } = result as Result;
  const keys = Object.keys(HEADS) as (keyof Row)[];
  const lines = keys.map((key) =>
    [HEADS[key].padEnd(18), ...rows.map((row) => String(row[key]).padStart(14))].join(''),
  );
  const perCredential = rows.map(({ cpuSeconds, credentials }) =>
    `${((cpuSeconds / credentials) * 1e6).toFixed(0)} µs`.padStart(14),
  );
  return [
    ...lines,
    ['CPU a credential'.padEnd(18), ...perCredential].join(''),
    `A scan of the unchanged tenant of ${unchanged.applications}, service principals too: ${unchanged.graphRequests} Graph requests, ` +
      `${unchanged.factWrites} facts written.`,
  ];
};

/** What a first scan of a large tenant costs, beside two floors, and what a scan costs when nothing changed. */
export const bench: Bench = {
  says: 'what scanning 10,000 and 100,000 applications costs; --applications N,M for other sizes',
  run,
  print,
};
