import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { endWhenTold, numberOf } from '../stand-in/process.ts';
import { MADE_UP } from './made-up.ts';
import { startIdentityProviders } from './server.ts';

/** The identity providers as a process of their own: one line of JSON on stdout when they are ready. */
const start = async (): Promise<void> => {
  const text = { type: 'string' } as const;
  const { values: flags } = parseArgs({
    options: {
      ...{ port: text, 'control-port': text, cert: text, key: text, state: text, epoch: text },
      'with-parent': { type: 'boolean', default: false },
    },
  });
  if (flags.cert === undefined || flags.key === undefined)
    throw new Error('--cert FILE and --key FILE are needed, for idp.localhost.');
  const idps = await startIdentityProviders({
    tls: { cert: readFileSync(flags.cert, 'utf8'), key: readFileSync(flags.key, 'utf8') },
    port: numberOf('port', flags.port),
    controlPort: numberOf('control-port', flags['control-port']),
    stateFile: flags.state === undefined ? undefined : join(flags.state, 'providers.json'),
    providers: MADE_UP,
    epoch: flags.epoch === undefined ? new Date() : new Date(flags.epoch),
  });
  endWhenTold(() => idps.stop(), flags['with-parent']);
  const { url, controlPort } = idps;
  const metadataUrls = Object.fromEntries(MADE_UP.map(({ name }) => [name, idps.metadataUrl(name)]));
  const discoveryUrls = Object.fromEntries(MADE_UP.map(({ name }) => [name, idps.discoveryUrl(name)]));
  process.stdout.write(`${JSON.stringify({ ready: true, url, controlPort, metadataUrls, discoveryUrls })}\n`);
};

try {
  await start();
} catch (error) {
  console.error(`Identity providers: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
