import { parseArgs } from 'node:util';
import type { Log } from './log.ts';
import { type FunctionHost, startFunctionHost } from './server.ts';
import { messageOf } from './start-error.ts';
import { claimStdout } from './stdout.ts';

/** What sysexits.h calls an internal software error. */
const EXIT_SOFTWARE = 70;

const readFlags = () => {
  const { values } = parseArgs({
    options: {
      app: { type: 'string' },
      port: { type: 'string', default: '0' },
      state: { type: 'string' },
      'no-timers': { type: 'boolean', default: false },
      'master-key': { type: 'string' },
      'with-parent': { type: 'boolean', default: false },
    },
  });
  const port = Number(values.port);
  if (values.app === undefined) throw new Error('--app DIR is needed.');
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error('--port must be a port.');
  return { ...values, app: values.app, port };
};

const crashOnStrayErrors = (): void => {
  const crash = (what: string) => (error: unknown) => {
    const stack = error instanceof Error ? error.stack : undefined;
    console.error(`Function host: ${what}: ${stack ?? messageOf(error)}`);
    process.exit(EXIT_SOFTWARE);
  };
  const stray = crash('a promise was rejected and nobody was there to catch it');
  process.on('unhandledRejection', (reason) => {
    if (!isStrayDetach(reason)) stray(reason);
  });
  process.on('uncaughtException', crash('an error was thrown and nobody caught it'));
};

/**
 * The Service Bus client leaves a detach that comes while it closes a link to nobody: an AMQP error as it came over the
 * wire, which is no Error. In Azure the app's triggers receive in another process, so that must not end this one.
 */
const isStrayDetach = (reason: unknown): boolean =>
  typeof reason === 'object' && reason !== null && !(reason instanceof Error) && 'condition' in reason;

const stopOn = (host: FunctionHost, withParent: boolean): void => {
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    void host.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(`Function host: could not stop: ${messageOf(error)}`);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  if (!withParent) return;
  process.stdin.on('end', stop);
  process.stdin.on('error', stop);
  process.stdin.resume();
};

const start = async (): Promise<void> => {
  const flags = readFlags();
  let writeStdout: ((line: string) => void) | undefined;
  const host = await startFunctionHost({
    appDir: flags.app,
    port: flags.port,
    timers: !flags['no-timers'],
    ...(flags.state === undefined ? {} : { stateDir: flags.state }),
    ...(flags['master-key'] === undefined ? {} : { masterKey: flags['master-key'] }),
    onLog: (log: Log) => {
      writeStdout = claimStdout(log);
    },
  });
  stopOn(host, flags['with-parent']);
  const { port, url, masterKey, functions } = host;
  writeStdout?.(`${JSON.stringify({ ready: true, port, url, masterKey, functions })}\n`);
};

crashOnStrayErrors();
try {
  await start();
} catch (error) {
  console.error(`Function host: ${messageOf(error)}`);
  process.exit(1);
}
