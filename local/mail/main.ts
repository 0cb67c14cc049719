import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startMail } from './server.ts';

const numberOf = (flag: string, text: string | undefined): number => {
  const value = Number(text ?? 0);
  if (!Number.isInteger(value) || value < 0)
    throw new Error(`--${flag} needs a whole number, not "${text ?? ''}".`);
  return value;
};

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
      'verified-sender': { type: 'string', multiple: true, default: [] },
      'with-parent': { type: 'boolean', default: false },
    },
  });
  const apiKey = values['api-key'];
  if (!apiKey?.startsWith('SG.')) throw new Error('--api-key is missing, or does not begin with "SG.".');
  if ((values.cert === undefined) !== (values.key === undefined)) {
    throw new Error('--cert and --key come together.');
  }

  const mail = await startMail({
    apiKey,
    verifiedSenders: values['verified-sender'],
    port: numberOf('port', values.port),
    pagePort: numberOf('page-port', values['page-port']),
    controlPort: numberOf('control-port', values['control-port']),
    ...(values.state === undefined ? {} : { stateDir: values.state }),
    ...(values.cert === undefined || values.key === undefined
      ? {}
      : { tls: { cert: readFileSync(values.cert, 'utf8'), key: readFileSync(values.key, 'utf8') } }),
  });

  const stop = (): void => void mail.stop().then(() => process.exit(0));
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  // Whoever started us holds the other end of stdin: when it ends, they are gone.
  if (values['with-parent']) process.stdin.once('end', stop).once('close', stop).resume();

  const { url, pageUrl, controlUrl, port, pagePort, controlPort } = mail;
  process.stdout.write(
    `${JSON.stringify({ ready: true, url, pageUrl, controlUrl, port, pagePort, controlPort })}\n`,
  );
};

try {
  await start();
} catch (error) {
  console.error(`Mail: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
