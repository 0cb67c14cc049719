import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { Problem } from './problem.ts';

/** What listens, in the order of its ports in the block. */
const NAMES = [
  'functions',
  'inbox',
  'desk-page',
  'service-bus',
  'service-bus-control',
  'login',
  'graph',
  'identity',
  'key-vault',
  'tables',
  'mail',
  'desk',
  'graph-faults',
  'key-vault-faults',
  'mail-faults',
  'desk-faults',
  'tables-faults',
  'idp',
  'idp-faults',
  'tls-endpoints',
] as const;

export type PortName = (typeof NAMES)[number];
export type Ports = Readonly<Record<PortName, number>>;

export const PORT_COUNT = NAMES.length;

/**
 * The ports from `base` on, all of them free at this moment; with base 0 the system chooses, save for the functions'
 * port, which others must know before the host is up.
 */
export const portsFrom = async (base: number): Promise<Ports> => {
  const at = (index: number) => (base === 0 ? 0 : base + index);
  const ports = Object.fromEntries(NAMES.map((name, index) => [name, at(index)])) as Record<PortName, number>;
  if (base === 0) return { ...ports, functions: await listenBriefly(0) };
  const tried = await Promise.allSettled(NAMES.map((name) => listenBriefly(ports[name])));
  const taken = NAMES.find((_, index) => tried[index]?.status === 'rejected');
  if (taken !== undefined) {
    throw new Problem(
      `Port ${ports[taken]} (${taken}) is taken. Stop what uses it, or choose other ports with --port-base N.`,
    );
  }
  return ports;
};

const listenBriefly = async (port: number): Promise<number> => {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  const chosen = (server.address() as AddressInfo).port;
  server.close();
  await once(server, 'close');
  return chosen;
};
