import { parseArgs } from 'node:util';
import { endWhenTold } from '../stand-in/process.ts';
import type { BusGrants } from './access.ts';
import { startServiceBus } from './server.ts';
import { readTopology } from './topology.ts';

const FLAGS = {
  port: { type: 'string', default: '0' },
  'control-port': { type: 'string', default: '0' },
  topology: { type: 'string', default: 'infra/topology.json' },
  state: { type: 'string' },
  'lock-ms': { type: 'string' },
  grants: { type: 'string' },
  'with-parent': { type: 'boolean', default: false },
} as const;

try {
  const { values } = parseArgs({ options: FLAGS });
  const bus = await startServiceBus({
    port: Number(values.port),
    controlPort: Number(values['control-port']),
    topology: readTopology(values.topology),
    stateDir: values.state,
    lockDurationMs: values['lock-ms'] === undefined ? undefined : Number(values['lock-ms']),
    grants: values.grants === undefined ? undefined : (JSON.parse(values.grants) as BusGrants),
  });
  endWhenTold(() => bus.stop(), values['with-parent']);
  const { port, controlPort, connectionString } = bus;
  process.stdout.write(`${JSON.stringify({ ready: true, port, controlPort, connectionString })}\n`);
} catch (error) {
  console.error(`Service Bus: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
