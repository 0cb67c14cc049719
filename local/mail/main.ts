import { parseArgs } from 'node:util';
import { endWhenTold, numberOf, tlsOf } from '../stand-in/process.ts';
import { type MailOptions, startMail } from './server.ts';

const smtpOf = (
  user: string | undefined,
  password: string | undefined,
  tls: { readonly cert: string; readonly key: string } | undefined,
): Pick<MailOptions, 'smtp'> => {
  if (user === undefined && password === undefined) return {};
  if (user === undefined || password === undefined || tls === undefined)
    throw new Error('--smtp-user and --smtp-password come together, and with --cert and --key.');
  return { smtp: { user, password, ...tls } };
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
      'event-url': { type: 'string' },
      'smtp-user': { type: 'string' },
      'smtp-password': { type: 'string' },
      'smtp-port': { type: 'string' },
      'verified-sender': { type: 'string', multiple: true, default: [] },
      'with-parent': { type: 'boolean', default: false },
    },
  });
  const apiKey = values['api-key'];
  if (!apiKey?.startsWith('SG.')) throw new Error('--api-key is missing, or does not begin with "SG.".');

  const tls = tlsOf(values);
  const smtp = smtpOf(values['smtp-user'], values['smtp-password'], tls.tls);

  const mail = await startMail({
    apiKey,
    verifiedSenders: values['verified-sender'],
    port: numberOf('port', values.port),
    pagePort: numberOf('page-port', values['page-port']),
    controlPort: numberOf('control-port', values['control-port']),
    ...(values['event-url'] === undefined ? {} : { eventUrl: values['event-url'] }),
    ...(values.state === undefined ? {} : { stateDir: values.state }),
    ...tls,
    ...smtp,
    smtpPort: numberOf('smtp-port', values['smtp-port']),
  });

  endWhenTold(() => mail.stop(), values['with-parent']);

  const { url, pageUrl, controlUrl, port, pagePort, controlPort, smtpPort, eventKey } = mail;
  process.stdout.write(
    `${JSON.stringify({ ready: true, url, pageUrl, controlUrl, port, pagePort, controlPort, smtpPort, eventKey })}\n`,
  );
};

try {
  await start();
} catch (error) {
  console.error(`Mail: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
