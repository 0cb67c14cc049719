import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const MAIN = new URL('../../../local/service-bus/main.ts', import.meta.url).pathname;
const TOPOLOGY = new URL('topology.json', import.meta.url).pathname;

export interface RunningBroker {
  readonly port: number;
  readonly connectionString: string;
  stop(): Promise<void>;
}

/** The Service Bus stand-in in a process of its own, so that it can be taken away and come back. */
export const runBroker = async (flags: readonly string[] = []): Promise<RunningBroker> => {
  const args = [MAIN, '--topology', TOPOLOGY, '--with-parent', ...flags];
  const child: ChildProcess = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  if (child.stdout === null) throw new Error('the broker has no stdout');
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const { port, connectionString } = JSON.parse(line) as { port: number; connectionString: string };
  return {
    port,
    connectionString,
    stop: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
};
