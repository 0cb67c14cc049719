import { parseArgs } from 'node:util';
import { endWhenTold, numberOf, tlsOf } from '../stand-in/process.ts';
import { startMail } from './server.ts';

const start = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      'page-port': { type: 'string' },
      'control-port': { type: 'string' },
      cert: { type: 'string' },
      key: { type: 'string' },
      state: { type: 'string' },
      'api-key': { type: 'string' },
      'event-url': { type: 'string' },
      'verified-sender': { type: 'string', multiple: true, default: [] },
      'with-parent': { type: 'boolean', default: false },
    },
  });
  const apiKey = values['api-key'];
  if (!apiKey?.startsWith('SG.')) throw new Error('--api-key is missing, or does not begin with "SG.".');

  const mail = await startMail({
    apiKey,
    verifiedSenders: values['verified-sender'],
    port: numberOf('port', values.port),
    pagePort: numberOf('page-port', values['page-port']),
    controlPort: numberOf('control-port', values['control-port']),
    ...(values['event-url'] === undefined ? {} : { eventUrl: values['event-url'] }),
    ...(values.state === undefined ? {} : { stateDir: values.state }),
    ...tlsOf(values),
  });

  endWhenTold(() => mail.stop(), values['with-parent']);

  const { url, pageUrl, controlUrl, port, pagePort, controlPort, eventKey } = mail;
  process.stdout.write(
    `${JSON.stringify({ ready: true, url, pageUrl, controlUrl, port, pagePort, controlPort, eventKey })}\n`,
  );
};

try {
  await start();
} catch (error) {
  console.error(`Mail: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
