import { join } from 'node:path';
import { childrenOf, ROOT } from '../../../local/start/children.ts';
import { gatherCrew } from '../../../local/start/crew.ts';
import type { StateFolder } from '../../../local/start/state-folder.ts';
import { type KeptHost, keepHost } from './kept-host.ts';
import type { WholePorts } from './ports.ts';

type Settings = Readonly<Record<string, string>>;

/** One of several hosts. */
export interface HostOptions {
  /** Which of all settings it has. */
  readonly has?: (setting: string) => boolean;
  readonly settings: Settings;
}

interface HostsOptions {
  readonly folder: StateFolder;
  readonly ports: WholePorts;
  readonly caFile: string;
  /** The settings of all of them. */
  readonly common: Settings;
  /** The first is the one that people and the desk find at the functions' port. */
  readonly hosts: Readonly<Record<string, HostOptions>>;
  readonly timers: boolean;
  /** A built app elsewhere than in this repository. */
  readonly app: string | undefined;
}

/** Hosts of the built app, each kept up. */
export interface Hosts {
  readonly all: Readonly<Record<string, KeptHost>>;
  readonly first: string;
  urlOf(name: string): string;
  stop(): Promise<void>;
}

/** Starts the hosts; they are up when each says so. */
export const startHosts = ({ folder, ports, caFile, common, hosts, timers, app }: HostsOptions): Hosts => {
  const names = Object.keys(hosts);
  const portOf = (name: string) => [ports.functions, ...ports.more][names.indexOf(name)] ?? 0;

  const start = (name: string, { has = () => true, settings }: HostOptions): KeptHost =>
    keepHost((count) => {
      // A log for each start, since what a killed one said is looked through as well.
      const logs = join(folder.place('logs'), `${name}-${count}`);
      const place: StateFolder['place'] = (part) => (part === 'logs' ? logs : folder.place(part));
      const all = Object.entries({ ...common, ...settings });
      return childrenOf(gatherCrew(), { ...folder, place }, caFile).app(
        [
          ...['--app', app ?? ROOT, '--port', String(portOf(name)), '--master-key', folder.secrets.masterKey],
          ...['--state', join(folder.place('function-host'), name), ...(timers ? [] : ['--no-timers'])],
        ],
        Object.fromEntries(all.filter(([setting]) => has(setting))),
      );
    });
  const all = Object.fromEntries(Object.entries(hosts).map(([name, given]) => [name, start(name, given)]));
  return {
    all,
    first: names[0] ?? '',
    urlOf: (name) => `http://127.0.0.1:${portOf(name)}`,
    stop: async () => {
      await Promise.all(Object.values(all).map((host) => host.stop()));
    },
  };
};
