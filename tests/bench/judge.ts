import { AzureNamedKeyCredential, TableClient, TableServiceClient } from '@azure/data-tables';
import { tableAudit } from '../../lib/adapters/tables/audit-table.ts';
import { createTables } from '../../lib/adapters/tables/create-tables.ts';
import { tableDirectory } from '../../lib/adapters/tables/directory-table.ts';
import { tableOutbox } from '../../lib/adapters/tables/outbox-table.ts';
import { tableRenewalSketches } from '../../lib/adapters/tables/renewal-sketches.ts';
import { tableRenewals } from '../../lib/adapters/tables/renewals-table.ts';
import { tableOverrides } from '../../lib/adapters/tables/overrides-table.ts';
import { tableSilences } from '../../lib/adapters/tables/silences-table.ts';
import { tableSubjects } from '../../lib/adapters/tables/subjects-table.ts';
import { sha256, sha256Bytes } from '../../lib/adapters/system/sha256.ts';
import { unarmed } from '../../lib/domain/arming.ts';
import { renewalId, tenantId } from '../../lib/domain/ids.ts';
import { DEFAULT_POLICY } from '../../lib/domain/policy.ts';
import { fail, ok } from '../../lib/domain/result.ts';
import { days, type Instant, instantOfMs, minutes, plus, seconds } from '../../lib/domain/time.ts';
import { judgeDueSubjects } from '../../lib/use-cases/judge-due-subjects.ts';
import { startAzurite } from '../../local/tables/azurite.ts';
import { aPerson, aRenewal } from '../support/builders.ts';
import { fakeClock } from '../support/fakes/clock.ts';
import type { Bench } from '../support/bench/bench.ts';
import { aJudgedSubject, credentialsOf, fill } from '../support/bench/inventory.ts';

/** The account and key that every Azurite has, known to all. */
const ACCOUNT = 'devstoreaccount1';
const KEY = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';
const TENANT = tenantId('7d0c4c3e-52a6-4b53-9e07-0f2a7f1d9b11');

const SUBJECTS = 45_000;
const RENEWALS = 2_000;
const START = instantOfMs(Date.UTC(2026, 10, 18, 12));
/** Runs a minute apart, each with so many subjects that are due by then. */
const DUE = [0, 1_000, 10_000] as const;
const runAt = (run: number): Instant => plus(START, minutes(run));

interface Row {
  readonly credentials: number;
  readonly due: number;
  readonly cpuSeconds: number;
  readonly storageRequests: number;
  readonly requestsPerDue: number | null;
}

interface Result {
  readonly rows: readonly Row[];
}

/** When the `n`th subject is due: the first in one run, the following ones in the next, and nearly all in none. */
const dueAtOf = (n: number): Instant => {
  let before = 0;
  for (const [run, count] of DUE.entries()) {
    before += count;
    if (n < before) return runAt(run);
  }
  return plus(START, days(20 + (n % 250)));
};

function* inventory(): Iterable<readonly [ReturnType<typeof aJudgedSubject>, Instant]> {
  for (let n = 0; n < SUBJECTS; n += 1) {
    const dueAt = dueAtOf(n);
    yield [aJudgedSubject(TENANT, n, plus(START, minutes(-60)), dueAt), dueAt];
  }
}

/** Tables in memory in a process of their own, and how often they were asked. */
const startCountedTables = async () => {
  const azurite = await startAzurite({ port: 0, dir: undefined, log: () => undefined });
  let requests = 0;
  const credential = new AzureNamedKeyCredential(ACCOUNT, KEY);
  const options = { allowInsecureConnection: true };
  await createTables(new TableServiceClient(azurite.url, credential, options));
  const client = (table: string): TableClient => {
    const made = new TableClient(azurite.url, table, credential, options);
    made.pipeline.addPolicy(
      {
        name: 'counted',
        sendRequest: (request, next) => {
          requests += 1;
          return next(request);
        },
      },
      { afterPhase: 'Retry' },
    );
    return made;
  };
  return {
    client,
    requests: () => requests,
    stop: () => azurite.stop(),
  };
};

const say100k = (n: number): string => n.toLocaleString('en-GB');

const run = async (say: (line: string) => void): Promise<Result> => {
  const credentials = Array.from({ length: SUBJECTS }, (_, n) => credentialsOf(n)).reduce((a, b) => a + b, 0);
  say(`Filling the tables with ${say100k(credentials)} credentials of ${say100k(SUBJECTS)} subjects ...`);
  const tables = await startCountedTables();
  try {
    const rows: Row[] = [];
    const judge = await prepare(tables, say);
    for (const [index, due] of DUE.entries()) {
      const before = tables.requests();
      const cpu = process.cpuUsage();
      const report = await judge(runAt(index));
      const { user, system } = process.cpuUsage(cpu);
      if (report.announced !== due)
        throw new Error(`${due} subjects were due, and ${report.announced} were announced.`);
      const storageRequests = tables.requests() - before;
      rows.push({
        credentials,
        due,
        cpuSeconds: Math.round((user + system) / 1e4) / 100,
        storageRequests,
        requestsPerDue: due === 0 ? null : Math.round((storageRequests / due) * 1000) / 1000,
      });
      say(`${say100k(due)} due: ${say100k(storageRequests)} storage requests.`);
    }
    return { rows };
  } finally {
    await tables.stop();
  }
};

/** The judge of the product over real table adapters; what is published is taken by nobody, and costs no storage. */
const prepare = async (
  tables: Awaited<ReturnType<typeof startCountedTables>>,
  say: (line: string) => void,
) => {
  const subjects = tables.client('Subjects');
  await fill(subjects, inventory(), (count) => {
    say(`  ${say100k(count)} subjects`);
  });
  const renewals = tableRenewals(tables.client('Renewals'));
  await fillRenewals(renewals);
  const directory = tableDirectory(tables.client('Directory'), [TENANT]);
  const key = { tenant: TENANT, source: 'entra-applications' } as const;
  await directory.commit(key, {
    expected: 'absent',
    state: { ...unarmed(key), baselineAt: START, armedAt: START },
    dueAt: undefined,
    messages: [],
  });
  const clock = fakeClock(START);
  const owners = ok({ links: [{ link: 'application-owner', people: [aPerson('Olive')] }] } as const);
  const judge = judgeDueSubjects({
    subjects: tableSubjects(subjects, [TENANT]),
    renewals,
    sketches: tableRenewalSketches(tables.client('Renewals')),
    silences: tableSilences(tables.client('Directory'), [TENANT]),
    overrides: tableOverrides(tables.client('Directory'), [TENANT]),
    directory,
    // Off, as it is by default.
    lastUse: {
      of: () => Promise.resolve(fail({ code: 'OFF', detail: '' })),
      page: () => Promise.resolve(fail({ code: 'OFF', detail: '' })),
    },
    outbox: tableOutbox([{ client: subjects, tenants: [TENANT] }]),
    audit: tableAudit(tables.client('Audit'), sha256Bytes, clock),
    publisher: {
      send: () => Promise.resolve(ok(undefined)),
      sendAll: (messages) => Promise.resolve(messages.map(() => ok(undefined))),
      troubles: () => [],
    },
    people: {
      find: () => Promise.resolve(ok(undefined)),
      named: () => Promise.resolve(ok({ people: [] })),
      ownersOf: () => Promise.resolve(owners),
      managerOf: () => Promise.resolve(ok(undefined)),
    },
    teamMailbox: undefined,
    tenants: [],
    policy: DEFAULT_POLICY,
    digest: sha256,
    clock,
    log: (code, fields) => {
      say(`${code} ${JSON.stringify(fields)}`);
    },
    mode: 'act',
    stormCap: 1_000_000,
  });
  return (at: Instant) => {
    clock.set(at);
    return judge();
  };
};

/** Renewals under way, of other credentials: a run reads them all, and must not read them for each. */
const fillRenewals = async (renewals: ReturnType<typeof tableRenewals>): Promise<void> => {
  const template = aRenewal('requested');
  for (let start = 0; start < RENEWALS; start += 50) {
    await Promise.all(
      Array.from({ length: 50 }, (_, n) => {
        const id = renewalId(sha256, template.of.credentialId, plus(START, seconds(start + n)));
        const state = { ...template, id };
        return renewals.commit(id, { expected: 'absent', state, dueAt: START, messages: [] });
      }),
    );
  }
};

const print = (result: object): readonly string[] => {
  const { rows } = result as Result;
  const table = rows.map(({ due, cpuSeconds, storageRequests, requestsPerDue }) =>
    [due, cpuSeconds, storageRequests, requestsPerDue ?? '-']
      .map((cell) => String(cell).padStart(18))
      .join(''),
  );
  const head = ['due', 'CPU seconds', 'requests', 'requests per due']
    .map((cell) => cell.padStart(18))
    .join('');
  const [none, , most] = rows;
  const slope = (of: (row: Row) => number): number =>
    none === undefined || most === undefined ? NaN : (of(most) - of(none)) / (most.due - none.due);
  return [
    `${say100k(rows[0]?.credentials ?? 0)} credentials`,
    head,
    ...table,
    `Slopes: ${slope((row) => row.storageRequests).toFixed(3)} storage requests and ` +
      `${(slope((row) => row.cpuSeconds) * 1000).toFixed(2)} ms of CPU for each subject that is due.`,
    `At most ${MOST_REQUESTS} storage requests for each: ${isKept(rows) ? 'kept' : 'NOT KEPT'}.`,
  ];
};

/** What a subject that is due may cost in storage requests, a transaction counted as one and publishing included. */
const MOST_REQUESTS = 3;

const isKept = (rows: readonly Row[]): boolean =>
  rows.every(({ requestsPerDue }) => requestsPerDue === null || requestsPerDue <= MOST_REQUESTS);

/** What the judge costs, by how much is due. */
export const bench: Bench = {
  says: 'what a run of the judge costs over 100,000 credentials of which 0, 1,000 and 10,000 are due',
  run,
  print,
};
