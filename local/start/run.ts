import { openAuthority } from '../certificates/authority.ts';
import { openIssuingAuthority } from '../certificates/issuing-authority.ts';
import { appSettings } from './app-settings.ts';
import { busControl, EVENT_TOPICS, OWN_SUBSCRIPTION } from './bus-control.ts';
import { childrenOf, ROOT } from './children.ts';
import type { Crew } from './crew.ts';
import type { Flags } from './flags.ts';
import { hostControl } from './host-control.ts';
import { narrator } from './narrator.ts';
import { declareOutside } from './outside.ts';
import { type Outcome, runOnce } from './once.ts';
import { portsFrom } from './ports.ts';
import type { StateFolder } from './state-folder.ts';
import { TESTING } from '../stand-in/process.ts';
import { startSurroundings, type Surroundings } from './surroundings.ts';
import { whereToLook } from './where-to-look.ts';

interface RunOptions {
  readonly flags: Flags;
  readonly folder: StateFolder;
  readonly crew: Crew;
  readonly say: (line: string) => void;
}

const ONCE_MS = 180_000;

/** Starts everything. With --once it plays one round and answers with how that went; else it stays up for good. */
export const run = async (options: RunOptions): Promise<Outcome> => {
  const { flags, folder, crew, say } = options;
  const since = new Date();
  const ports = await portsFrom(flags.portBase);
  const authority = await openAuthority(folder.place('certificates'));
  const children = childrenOf(crew, folder, authority.caFile, flags.automatedTesting);
  // The tables' rights are kept in this process.
  if (!flags.automatedTesting) process.env[TESTING] = 'refused';
  const functionsUrl = `http://localhost:${ports.functions}`;

  say(`Starting, with the state in ${folder.dir} ...`);
  const build = flags.app === undefined ? children.build() : undefined;
  // The client takes a moment to load; meanwhile the others start.
  const client = import('./listen.ts');
  const [surroundings] = await Promise.all([
    startSurroundings({
      ...{ crew, children, folder, ports, authority },
      onServiceBus: (bus) => addSubscriptions(bus, flags),
    }),
    build,
  ]);

  const tale = narrator(say);
  const { listen } = await client;
  const listening = listen(surroundings.serviceBus.connectionString, since, tale.hear);
  crew.add('app', () => ({
    name: 'Our subscriptions',
    ended: new Promise(() => undefined),
    stop: () => listening.close(),
    kill: () => undefined,
  }));
  await children.app(
    [
      ...[
        '--app',
        flags.app ?? ROOT,
        '--port',
        String(ports.functions),
        '--state',
        folder.place('function-host'),
      ],
      ...['--master-key', folder.secrets.masterKey, ...(flags.once ? ['--no-timers'] : [])],
    ],
    appSettings({ ...flags, surroundings, folder, functionsUrl }),
  ).ready;

  const deadline = flags.once ? AbortSignal.timeout(ONCE_MS) : new AbortController().signal;
  await declareOutside({ surroundings, functionsUrl, signal: deadline });
  const host = hostControl(`http://127.0.0.1:${ports.functions}`, folder.secrets.masterKey, deadline);
  if (flags.once) {
    say(`Everything is up after ${(performance.now() / 1000).toFixed(1)} s.`);
    const bus = busControl(surroundings.serviceBus.controlUrl);
    const { isNew: isFirst } = folder;
    const issuing = await openIssuingAuthority(folder.place('certificates'));
    const told = { say, onRest: tale.flush, authority: issuing };
    return runOnce({
      ...{ surroundings, functionsUrl, caPem: authority.caPem, host, bus, listening, deadline, isFirst },
      ...told,
    });
  }
  for (const line of whereToLook({ surroundings, folder, functionsUrl, subscriptions: flags.subscriptions }))
    say(line);
  // The schedule may leave the first look to in five minutes' time.
  await host.move('schedule-scans');
  return new Promise<never>(() => undefined);
};

const addSubscriptions = async (
  { controlUrl }: Surroundings['serviceBus'],
  { subscriptions }: Flags,
): Promise<void> => {
  const bus = busControl(controlUrl);
  for (const topic of EVENT_TOPICS) await bus.subscribe(topic, OWN_SUBSCRIPTION);
  for (const { name, filter } of subscriptions) await bus.subscribe('credential-events', name, filter);
};
