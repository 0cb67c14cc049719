import type { PortName } from '../../../local/start/ports.ts';
import type { Whole } from './whole.ts';

/** A service that can be made to refuse all that it is asked. Its pages for people stay up. */
export type Refusing = 'desk' | 'mail' | 'graph' | 'key-vault';

const CONTROL: Readonly<Record<Refusing, PortName>> = {
  desk: 'desk-faults',
  mail: 'mail-faults',
  graph: 'graph-faults',
  'key-vault': 'key-vault-faults',
};
/** More than anyone will ask, and a number from which can be counted down. */
const ALWAYS = 1_000_000_000;

const faultsOf = ({ ports }: Whole, service: Refusing) =>
  `http://127.0.0.1:${ports[CONTROL[service]]}/faults`;

/** From now on the service answers 503 to everything. */
export const refuse = async (whole: Whole, service: Refusing): Promise<void> => {
  await fetch(faultsOf(whole, service), {
    method: 'POST',
    body: JSON.stringify({ status: 503, times: ALWAYS }),
  });
};

/** The service answers again. */
export const recover = async (whole: Whole, service: Refusing): Promise<void> => {
  await fetch(faultsOf(whole, service), { method: 'DELETE' });
};

/** How often it has refused since `refuse`. */
export const refusals = async (whole: Whole, service: Refusing): Promise<number> => {
  const answer = await fetch(faultsOf(whole, service));
  const { faults } = (await answer.json()) as { readonly faults: readonly { readonly times: number }[] };
  return faults.reduce((sum, { times }) => sum + ALWAYS - times, 0);
};

/** Every connection to the namespace breaks, the host's as well as the watcher's. */
export const dropConnections = async ({ ports }: Whole): Promise<void> => {
  await fetch(`http://127.0.0.1:${ports['service-bus-control']}/faults`, {
    method: 'POST',
    body: JSON.stringify({ kind: 'drop-connections' }),
  });
};
