import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ROSTER } from '../entra/tenant/roster.ts';
import { PORT_COUNT } from './ports.ts';
import { oneLine, Problem } from './problem.ts';

/** A subscription of somebody's own on credential-events. */
export interface WantedSubscription {
  readonly name: string;
  readonly filter: string;
}

/** How `npm start` was asked to run. */
export interface Flags {
  readonly once: boolean;
  readonly json: boolean;
  readonly fresh: boolean;
  readonly stateDir: string;
  /** 0: any free ports. */
  readonly portBase: number;
  /** Undefined: as the state has it, or the default for a new one. */
  readonly apps: number | undefined;
  readonly seed: string | undefined;
  readonly environment: string;
  readonly automatedTesting: boolean;
  readonly subscriptions: readonly WantedSubscription[];
  /** A built app to run, such as an unpacked package; undefined: this repository, built first. */
  readonly app: string | undefined;
}

const DEFAULT_PORT_BASE = 17_070;
const DEFAULT_ENVIRONMENT = 'DEVL';
const LAST_PORT = 65_535;

const OPTIONS = {
  once: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  fresh: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
  state: { type: 'string', default: '.local' },
  'port-base': { type: 'string', default: String(DEFAULT_PORT_BASE) },
  apps: { type: 'string' },
  seed: { type: 'string' },
  environment: { type: 'string', default: DEFAULT_ENVIRONMENT },
  'allow-automated-testing': { type: 'boolean', default: false },
  subscribe: { type: 'string', multiple: true },
  app: { type: 'string' },
} as const;

/** Reads the command line; undefined when only help is wanted. Throws a Problem for what it can't read. */
export const readFlags = (args: readonly string[]): Flags | undefined => {
  const values = parsed(args);
  if (values.help) return undefined;
  if (values.json && !values.once) throw new Problem('--json is what --once says at its end: add --once.');
  const automatedTesting = values['allow-automated-testing'] || /^DEV/i.test(values.environment);
  if (values.once && !automatedTesting) {
    throw new Problem(
      `--once approves and redeems by itself, which a tenant of environment ${values.environment} does not allow. ` +
        'Add --allow-automated-testing if this one may be tested.',
    );
  }
  return {
    once: values.once,
    json: values.json,
    fresh: values.fresh,
    stateDir: resolve(given('state', values.state)),
    portBase: portBase(values['port-base']),
    apps: values.apps === undefined ? undefined : apps(values.apps),
    seed: values.seed === undefined ? undefined : given('seed', values.seed),
    environment: given('environment', values.environment),
    automatedTesting,
    subscriptions: (values.subscribe ?? []).map(subscription),
    app: values.app === undefined ? undefined : resolve(given('app', values.app)),
  };
};

const parsed = (args: readonly string[]) => {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    // Node adds how to pass such a thing as a positional argument, of which there are none here.
    throw new Problem(`${oneLine(error).replace(/\. .*$/, '')}.`, { cause: error });
  }
};

const given = (name: string, value: string): string => {
  if (value.trim() === '') throw new Problem(`--${name} needs a value.`);
  return value;
};

const whole = (value: string): number => (/^\d{1,7}$/.test(value) ? Number(value) : Number.NaN);

const portBase = (value: string): number => {
  const base = whole(value);
  const highest = LAST_PORT - PORT_COUNT + 1;
  if (base === 0 || (base >= 1024 && base <= highest)) return base;
  throw new Problem(`--port-base is 0 or a port from 1024 to ${highest}, not "${value}".`);
};

const apps = (value: string): number => {
  const count = whole(value);
  if (count >= ROSTER.length) return count;
  throw new Problem(`--apps is a whole number of at least ${ROSTER.length}, not "${value}".`);
};

const subscription = (value: string): WantedSubscription => {
  const [, name, filter] = /^([\w.-]{1,50})=(.+)$/s.exec(value) ?? [];
  if (name !== undefined && filter !== undefined) return { name, filter };
  throw new Problem(`--subscribe is NAME=FILTER, the name of letters, digits, - . _, not "${value}".`);
};

/** What `--help` says. */
export const HELP = `npm start [-- OPTIONS]

Starts Expiry Monitor with all that it needs on this machine: an Entra tenant with Graph, Key Vaults, tables, a Service
Bus, a service desk and an inbox. Nothing leaves this machine. Ctrl+C stops it; what happened is kept, and the next start
goes on from there.

  --once                      run one renewal round unattended (scan, announce, request, approve, issue, redeem) and end
  --json                      with --once: end with one JSON document on stdout
  --fresh                     forget what earlier starts kept, and begin anew
  --state DIR                 where it is kept (default .local)
  --port-base N               the first of ${PORT_COUNT} ports (default ${DEFAULT_PORT_BASE}); 0 takes any that are free
  --apps N                    applications in a new tenant (default 120)
  --seed S                    which tenant is made up (default northwind)
  --environment E             what the tenant is: DEVL, NLE, LIVE (default ${DEFAULT_ENVIRONMENT})
  --allow-automated-testing   let --once run against a tenant that is not DEVL
  --subscribe NAME=FILTER     add a subscription to credential-events before the first scan; may be repeated
  --app DIR                   run the app that is unpacked there, instead of building this one
  --help                      this text

Example: npm start -- --environment LIVE --subscribe "ops=environment = 'LIVE' AND daysRemaining <= 14"
`;
