import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { AppSettings } from './app-settings.ts';
import { LOG_LEVELS, type LogLevel } from './core-types.ts';
import { messageOf, StartError } from './start-error.ts';
import { parseTimespan } from './timespan.ts';

/** What host.json says, with the defaults of the real host for the rest. Durations are in milliseconds. */
export interface HostSettings {
  readonly routePrefix: string;
  readonly logLevels: Readonly<Record<string, LogLevel>>;
  readonly serviceBus: ServiceBusSettings;
}

export interface ServiceBusSettings {
  readonly autoCompleteMessages: boolean;
  readonly maxConcurrentCalls: number;
  readonly maxConcurrentSessions: number;
  readonly maxAutoLockRenewalDuration: number;
  readonly sessionIdleTimeout: number;
  readonly retry: {
    readonly exponential: boolean;
    readonly tryTimeout: number;
    readonly delay: number;
    readonly maxDelay: number;
    readonly maxRetries: number;
  };
}

type Tree = Readonly<Record<string, unknown>>;

const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads `host.json` of the app, overridden by settings of the form `AzureFunctionsJobHost__a__b`. */
export const readHostSettings = (appDir: string, settings: AppSettings): HostSettings => {
  const file = join(appDir, 'host.json');
  const tree = withOverrides(readTree(file), settings);
  const at = reader(tree);
  const retry = ['extensions', 'serviceBus', 'clientRetryOptions'] as const;
  return {
    routePrefix: at.text('api', 'extensions', 'http', 'routePrefix').replaceAll(/^\/+|\/+$/g, ''),
    logLevels: at.levels('logging', 'logLevel'),
    serviceBus: {
      autoCompleteMessages: at.flag(true, 'extensions', 'serviceBus', 'autoCompleteMessages'),
      maxConcurrentCalls: at.count(
        16 * availableParallelism(),
        'extensions',
        'serviceBus',
        'maxConcurrentCalls',
      ),
      maxConcurrentSessions: at.count(8, 'extensions', 'serviceBus', 'maxConcurrentSessions'),
      maxAutoLockRenewalDuration: at.span(300_000, 'extensions', 'serviceBus', 'maxAutoLockRenewalDuration'),
      sessionIdleTimeout: at.span(60_000, 'extensions', 'serviceBus', 'sessionIdleTimeout'),
      retry: {
        // Azure backs off up to a minute. A broker on this machine is back within seconds, and waiting longer only
        // delays the person who restarted it.
        exponential: at.text('fixed', ...retry, 'mode').toLowerCase() === 'exponential',
        tryTimeout: at.span(60_000, ...retry, 'tryTimeout'),
        delay: at.span(1_000, ...retry, 'delay'),
        maxDelay: at.span(60_000, ...retry, 'maxDelay'),
        maxRetries: at.count(3, ...retry, 'maxRetries'),
      },
    },
  };
};

const readTree = (file: string): Tree => {
  let tree: unknown;
  try {
    tree = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new StartError(`${file} can't be read: ${messageOf(error)}`, { cause: error });
  }
  if (!isTree(tree) || tree['version'] !== '2.0') throw new StartError(`${file} must have "version": "2.0".`);
  return tree;
};

const PREFIX = 'azurefunctionsjobhost__';

const withOverrides = (tree: Tree, settings: AppSettings): Tree => {
  let result = tree;
  for (const [name, value] of Object.entries(settings)) {
    if (value === undefined || !name.toLowerCase().startsWith(PREFIX)) continue;
    result = withValue(result, name.slice(PREFIX.length).split('__'), value);
  }
  return result;
};

const withValue = (tree: Tree, path: readonly string[], value: string): Tree => {
  const [head = '', ...rest] = path;
  // Settings know no case, JSON does: an override meets the key that is there.
  const key = Object.keys(tree).find((existing) => existing.toLowerCase() === head.toLowerCase()) ?? head;
  const child = tree[key];
  return { ...tree, [key]: rest.length === 0 ? value : withValue(isTree(child) ? child : {}, rest, value) };
};

/** Typed looks into the tree, each with its default; overrides arrive as text, so text is converted. */
const reader = (tree: Tree) => {
  const find = (path: readonly string[]): unknown =>
    path.reduce<unknown>((node, part) => {
      if (!isTree(node)) return undefined;
      const key = Object.keys(node).find((existing) => existing.toLowerCase() === part.toLowerCase());
      return key === undefined ? undefined : node[key];
    }, tree);
  const fault = (path: readonly string[], wanted: string) =>
    new StartError(`host.json: ${path.join('.')} must be ${wanted}.`);

  const get = <T>(
    path: readonly string[],
    initial: T,
    wanted: string,
    parse: (raw: unknown) => T | undefined,
  ): T => {
    const raw = find(path);
    if (raw === undefined) return initial;
    const value = parse(raw);
    if (value === undefined) throw fault(path, wanted);
    return value;
  };
  return {
    text: (initial: string, ...path: string[]) =>
      get(path, initial, 'text', (raw) => (typeof raw === 'string' ? raw : undefined)),
    flag: (initial: boolean, ...path: string[]) =>
      get(path, initial, 'true or false', (raw) => FLAGS.get(String(raw).toLowerCase())),
    count: (initial: number, ...path: string[]) =>
      get(path, initial, 'a whole number above 0', (raw) => {
        const number = typeof raw === 'string' ? Number(raw) : raw;
        return typeof number === 'number' && Number.isInteger(number) && number > 0 ? number : undefined;
      }),
    span: (initial: number, ...path: string[]) =>
      get(path, initial, 'a time span like "00:05:00"', (raw) =>
        typeof raw === 'string' ? parseTimespan(raw) : undefined,
      ),
    levels: (...path: string[]): Record<string, LogLevel> => {
      const node = find(path);
      const levels: Record<string, LogLevel> = {};
      for (const [category, raw] of Object.entries(isTree(node) ? node : {})) {
        const level = LOG_LEVELS.find((known) => known === String(raw).toLowerCase());
        if (level === undefined) throw fault([...path, category], `one of ${LOG_LEVELS.join(', ')}`);
        levels[category] = level;
      }
      return levels;
    },
  };
};

const FLAGS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
]);
