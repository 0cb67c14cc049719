import { parseArgs } from 'node:util';
import { endWhenTold } from '../stand-in/process.ts';
import { DEFAULT_ENDPOINTS } from './endpoints.ts';
import { startTlsEndpoints } from './server.ts';

try {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '0' },
      epoch: { type: 'string', default: new Date().toISOString() },
      state: { type: 'string' },
      'with-parent': { type: 'boolean', default: false },
    },
  });
  const running = await startTlsEndpoints({
    port: Number(values.port),
    epoch: new Date(values.epoch),
    stateDir: values.state,
  });
  endWhenTold(() => running.stop(), values['with-parent']);
  const names = DEFAULT_ENDPOINTS.map(({ name }) => name);
  process.stdout.write(`${JSON.stringify({ ready: true, port: running.port, names })}\n`);
} catch (error) {
  console.error(`TLS endpoints: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
