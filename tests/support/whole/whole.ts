import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openAuthority } from '../../../local/certificates/authority.ts';
import { ROSTER } from '../../../local/entra/tenant/roster.ts';
import { appSettings } from '../../../local/start/app-settings.ts';
import { type Approver, approver } from '../../../local/start/approver.ts';
import { type BusControl, busControl } from '../../../local/start/bus-control.ts';
import { type Children, childrenOf } from '../../../local/start/children.ts';
import { gatherCrew } from '../../../local/start/crew.ts';
import { readFlags } from '../../../local/start/flags.ts';
import { type HostControl, hostControl } from '../../../local/start/host-control.ts';
import { openStateFolder, type StateFolder } from '../../../local/start/state-folder.ts';
import { startSurroundings, type Surroundings } from '../../../local/start/surroundings.ts';
import { approversOf } from '../../../local/start/tenant.ts';
import { trusting } from '../trusting.ts';
import { type HostOptions, startHosts } from './hosts.ts';
import type { KeptHost } from './kept-host.ts';
import { pendingIn } from './pending.ts';
import { freePorts, type WholePorts } from './ports.ts';
import { patientRecipient, type Recipient } from './recipient.ts';
import { type Sight, type Subscription, watch, type Watcher } from './watcher.ts';

/** How a whole differs from the one that `npm start` starts. */
export interface WholeOptions {
  readonly environment?: string;
  /** How many applications the tenant has; those that have a name, if nothing is said. */
  readonly apps?: number;
  /** Settings of every host. */
  readonly settings?: Readonly<Record<string, string>>;
  /** The hosts by name, each with settings of its own; one that plays every role where nothing is said. */
  readonly hosts?: (surroundings: Surroundings) => Readonly<Record<string, HostOptions>>;
  readonly timers?: boolean;
  /** An unpacked package to run, instead of this repository. */
  readonly app?: string;
  /** Made before anything can be published, besides the two that see everything. */
  readonly subscriptions?: readonly (Subscription & { readonly filter: string })[];
  /** Told of every event of the two, at first sight. */
  readonly see?: (sight: Sight, whole: Whole) => void;
}

/** Everything on one machine, with people in it, and with a host that may be killed. */
export interface Whole {
  readonly surroundings: Surroundings;
  readonly folder: StateFolder;
  /** The authority of everything that speaks https here. */
  readonly caPem: string;
  readonly ports: WholePorts;
  readonly bus: BusControl;
  /** How many messages the watched subscriptions of a topic still hold. */
  queued(topic: string): Promise<number>;
  readonly hosts: Readonly<Record<string, KeptHost>>;
  readonly watcher: Watcher;
  readonly approver: Approver;
  readonly recipient: Recipient;
  /** The host of this name, by its admin endpoint. */
  control(host?: string): HostControl;
  /** Resolves when it holds, asked again and again; people do their part meanwhile. Rejects with what is pending. */
  until(what: string, holds: () => boolean | Promise<boolean>, seconds?: number): Promise<void>;
  /** Ends the hosts in order: what they are at comes to its end, for as long as a host has patience. */
  stopHosts(): Promise<void>;
  /** Ends every process in order, so that everything is on disk. */
  stop(): Promise<void>;
}

interface Entity {
  readonly path: string;
  readonly active: number;
  readonly locked: number;
}

/** As npm start, with timers that fire each second and with locks and leases that a test can wait for. */
const PACE = {
  // A test says itself when to scan.
  SCAN_SCHEDULE: '0 0 0 1 1 *',
  JUDGE_SCHEDULE: '* * * * * *',
  POLL_SCHEDULE: '* * * * * *',
  RESUME_SCHEDULE: '* * * * * *',
  OUTBOX_SCHEDULE: '* * * * * *',
  STEP_LEASE: 'PT5S',
  FIRST_RETRY: 'PT1S',
};
const LOCK_MS = 3_000;
const POLL_MS = 100;
const PATIENCE_SECONDS = 90;
/** What every whole sees of itself. */
const WATCHED: readonly Subscription[] = [
  { topic: 'credential-events', name: 'tests-all' },
  { topic: 'renewal-events', name: 'tests-all' },
];
/** What nobody ever takes, so that the namespace keeps every message on disk. */
const HOARDED = ['credential-events', 'renewal-events', 'renewal-work'].map((topic) => ({
  topic,
  name: 'tests-hoard',
}));

let ends: (() => Promise<void>)[] = [];

/** Ends and forgets every whole of this test file, whatever became of it. */
export const endWholes = async (): Promise<void> => {
  const all = ends;
  ends = [];
  for (const end of all) await end();
};

/** Starts everything. What was started is ended by `endWholes`, also when this fails. */
export const startWhole = async (options: WholeOptions = {}): Promise<Whole> => {
  const environment = options.environment ?? 'DEVL';
  const dir = await mkdtemp(join(tmpdir(), 'expiry-monitor-whole-'));
  const stages = openStages();
  ends.push(async () => {
    await stages.close();
    await rm(dir, { recursive: true, force: true });
  });
  const folder = await openFolder(dir, environment, options.apps ?? ROSTER.length);
  stages.push(() => folder.release());
  const ports = await freePorts();
  const authority = await openAuthority(folder.place('certificates'));
  stages.push(trusting(authority.caPem));

  const crew = gatherCrew();
  stages.push(() => crew.stop());
  const bus = busControl(`http://127.0.0.1:${ports['service-bus-control']}`);
  const children = childrenOf(crew, folder, authority.caFile);
  const built = options.app === undefined ? children.build() : undefined;
  const surroundings = await startSurroundings({
    ...{ crew, folder, ports, authority },
    children: withShortLocks(children),
    onServiceBus: async () => {
      for (const { topic, name } of [...WATCHED, ...HOARDED]) await bus.subscribe(topic, name);
      for (const { topic, name, filter } of options.subscriptions ?? [])
        await bus.subscribe(topic, name, filter);
    },
  });
  await built;

  const watched = [...WATCHED, ...(options.subscriptions ?? [])];
  const watcher = watch(surroundings.serviceBus.connectionString, watched, (sight) => {
    if (WATCHED.some(({ name }) => sight.subscription.endsWith(`/${name}`))) options.see?.(sight, whole);
  });
  stages.push(() => watcher.close());

  const functionsUrl = `http://localhost:${ports.functions}`;
  const common = {
    ...appSettings({ surroundings, folder, functionsUrl, environment, automatedTesting: true }),
    ...PACE,
    ...options.settings,
  };
  const hosts = startHosts({
    ...{ folder, ports, common },
    caFile: authority.caFile,
    hosts: options.hosts?.(surroundings) ?? { all: { settings: {} } },
    timers: options.timers ?? true,
    app: options.app,
  });
  stages.push(() => hosts.stop());

  const whole: Whole = {
    ...{ surroundings, folder, caPem: authority.caPem, ports, bus, watcher },
    hosts: hosts.all,
    queued: async (topic) => {
      const answer = await fetch(`http://127.0.0.1:${ports['service-bus-control']}/entities`);
      const entities = (await answer.json()) as readonly Entity[];
      const paths = watched.map((each) => `${each.topic}/Subscriptions/${each.name}`);
      return entities
        .filter(({ path }) => path.startsWith(`${topic}/`) && paths.includes(path))
        .reduce((sum, { active, locked }) => sum + active + locked, 0);
    },
    approver: approver({
      deskUrl: surroundings.desk.pageUrl,
      approvers: approversOf(surroundings.tenant),
      signal: new AbortController().signal,
    }),
    recipient: patientRecipient(
      surroundings.mail.pageUrl,
      functionsUrl,
      surroundings.tenant.people,
      authority.caPem,
    ),
    control: (name = hosts.first) =>
      hostControl(hosts.urlOf(name), folder.secrets.masterKey, AbortSignal.timeout(PATIENCE_SECONDS * 1000)),
    until: async (what, holds, seconds = PATIENCE_SECONDS) => {
      const over = new AbortController();
      const lost = [crew.lost, ...Object.values(hosts.all).map((host) => host.lost)];
      try {
        await Promise.race([...lost, patience(whole, holds, seconds, over.signal)]);
      } catch (cause) {
        throw new Error(`Still not: ${what}.\n${await pendingIn(whole)}`, { cause });
      } finally {
        over.abort();
      }
    },
    stopHosts: () => hosts.stop(),
    stop: () => stages.close(),
  };
  await Promise.all(Object.values(hosts.all).map((host) => host.up()));
  return whole;
};

const openFolder = (dir: string, environment: string, apps: number): Promise<StateFolder> => {
  const tenant = ['--seed', 'whole', '--apps', String(apps), '--environment', environment];
  const flags = readFlags(['--state', dir, ...tenant]);
  if (flags === undefined) throw new Error('These flags ask for nothing but help.');
  return openStateFolder(flags);
};

/** What was opened, to be closed in the opposite order, once. */
const openStages = () => {
  let closed: Promise<void> | undefined;
  const closings: (() => unknown)[] = [];
  return {
    push: (close: () => unknown) => void closings.push(close),
    close: (): Promise<void> => {
      closed ??= (async () => {
        for (const close of closings.reverse()) await close();
      })();
      return closed;
    },
  };
};

const withShortLocks = (children: Children): Children => ({
  ...children,
  service: (name, script, flags) =>
    children.service(
      name,
      script,
      script.startsWith('service-bus/') ? [...flags, '--lock-ms', String(LOCK_MS)] : flags,
    ),
});

const patience = async (
  { approver, recipient }: Whole,
  holds: () => boolean | Promise<boolean>,
  seconds: number,
  over: AbortSignal,
): Promise<void> => {
  const end = performance.now() + seconds * 1000;
  while (!over.aborted && !(await holds())) {
    if (performance.now() > end) throw new Error(`It did not come about within ${seconds} s.`);
    await approver.decideAll();
    await recipient.redeemAll();
    await delay(POLL_MS);
  }
};
