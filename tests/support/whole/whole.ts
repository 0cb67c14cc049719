import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openAuthority } from '../../../local/certificates/authority.ts';
import { ROSTER } from '../../../local/entra/tenant/roster.ts';
import { appSettings } from '../../../local/start/app-settings.ts';
import { type Approver, approver } from '../../../local/start/approver.ts';
import { type BusControl, busControl } from '../../../local/start/bus-control.ts';
import { type Children, childrenOf, ROOT } from '../../../local/start/children.ts';
import { gatherCrew } from '../../../local/start/crew.ts';
import { readFlags } from '../../../local/start/flags.ts';
import { type HostControl, hostControl } from '../../../local/start/host-control.ts';
import { openStateFolder, type StateFolder } from '../../../local/start/state-folder.ts';
import { startSurroundings, type Surroundings } from '../../../local/start/surroundings.ts';
import { approversOf } from '../../../local/start/tenant.ts';
import { trusting } from '../trusting.ts';
import { type KeptHost, keepHost } from './kept-host.ts';
import { pendingIn } from './pending.ts';
import { freePorts, type WholePorts } from './ports.ts';
import { patientRecipient, type Recipient } from './recipient.ts';
import { type Sight, type Subscription, watch, type Watcher } from './watcher.ts';

/** How a whole differs from the one that `npm start` starts. */
export interface WholeOptions {
  readonly environment?: string;
  /** Settings of every host. */
  readonly settings?: Readonly<Record<string, string>>;
  /** The hosts by name, each with settings of its own; one that plays every role where nothing is said. */
  readonly hosts?: (surroundings: Surroundings) => Readonly<Record<string, HostOptions>>;
  readonly timers?: boolean;
  /** Made before anything can be published, besides the two that see everything. */
  readonly subscriptions?: readonly (Subscription & { readonly filter: string })[];
  /** Told of every event of the two, at first sight. */
  readonly see?: (sight: Sight, whole: Whole) => void;
}

/** One of several hosts. */
export interface HostOptions {
  /** Which of its settings a host has at all. */
  readonly only?: readonly string[];
  readonly settings: Readonly<Record<string, string>>;
}

/** Everything on one machine, with people in it, and with a host that may be killed. */
export interface Whole {
  readonly surroundings: Surroundings;
  readonly folder: StateFolder;
  readonly ports: WholePorts;
  readonly bus: BusControl;
  readonly hosts: Readonly<Record<string, KeptHost>>;
  readonly watcher: Watcher;
  readonly approver: Approver;
  readonly recipient: Recipient;
  /** The host of this name, by its admin endpoint. */
  control(host?: string): HostControl;
  /** Resolves when it holds, asked again and again; people do their part meanwhile. Rejects with what is pending. */
  until(what: string, holds: () => boolean | Promise<boolean>, seconds?: number): Promise<void>;
  /** Ends every process in order, so that everything is on disk. */
  stop(): Promise<void>;
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

const ends: (() => Promise<void>)[] = [];

/** Ends and forgets every whole of this file, whatever became of it. */
export const endWholes = async (): Promise<void> => {
  for (const end of ends.splice(0)) await end();
};

/** Starts everything. What was started is ended by `endWholes`, also when this fails. */
export const startWhole = async (options: WholeOptions = {}): Promise<Whole> => {
  const environment = options.environment ?? 'DEVL';
  const dir = await mkdtemp(join(tmpdir(), 'expiry-monitor-whole-'));
  ends.push(() => rm(dir, { recursive: true, force: true }));
  const tenant = ['--seed', 'whole', '--apps', String(ROSTER.length), '--environment', environment];
  const flags = readFlags(['--state', dir, ...tenant]);
  if (flags === undefined) throw new Error('These flags ask for nothing but help.');
  const folder = await openStateFolder(flags);
  const ports = await freePorts();
  const authority = await openAuthority(folder.place('certificates'));
  const distrust = trusting(await authority.caPem);

  const [crew, hostCrew] = [gatherCrew(), gatherCrew()];
  const closing: (() => Promise<void>)[] = [];
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= (async () => {
      for (const close of closing.splice(0).reverse()) await close();
      await hostCrew.stop();
      await crew.stop();
      await folder.release();
      distrust();
    })();
    return stopped;
  };
  ends.unshift(stop);

  const children = withLocks(childrenOf(crew, folder, authority.caFile));
  const bus = busControl(`http://127.0.0.1:${ports['service-bus-control']}`);
  const built = children.build();
  const surroundings = await startSurroundings({
    ...{ crew, children, folder, ports, authority },
    onServiceBus: async () => {
      for (const { topic, name } of WATCHED) await bus.subscribe(topic, name);
      for (const { topic, name, filter } of options.subscriptions ?? [])
        await bus.subscribe(topic, name, filter);
    },
  });
  await built;
  return undefined as never;
};
