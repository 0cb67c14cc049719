import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { endWhenTold, numberOf, tlsOf } from '../stand-in/process.ts';
import type { People } from './people.ts';
import { startServiceDesk } from './server.ts';

/** Reads who is there; a file of another shape is refused before the desk starts. */
const readPeople = (file: string): People => {
  const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (typeof content === 'object' && content !== null && 'people' in content && 'approvers' in content) {
    const { people, approvers } = content as People;
    if (Array.isArray(people) && Array.isArray(approvers)) return { people, approvers };
  }
  throw new Error(
    `${file} must hold {"people": [{userName, email, name, sysId?}], "approvers": [userName]}.`,
  );
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
      people: { type: 'string' },
      'client-id': { type: 'string', default: 'expiry-monitor' },
      'client-secret': { type: 'string' },
      user: { type: 'string' },
      password: { type: 'string' },
      'webhook-url': { type: 'string', default: '' },
      'webhook-key': { type: 'string', default: '' },
      'ritm-delay-ms': { type: 'string' },
      'two-step-checkout': { type: 'boolean', default: false },
      'no-client-credentials': { type: 'boolean', default: false },
      'with-parent': { type: 'boolean', default: false },
    },
  });
  const secret = values['client-secret'];
  if (secret === undefined) throw new Error('--client-secret is missing.');

  const desk = await startServiceDesk({
    clientId: values['client-id'],
    clientSecret: secret,
    port: numberOf('port', values.port),
    pagePort: numberOf('page-port', values['page-port']),
    controlPort: numberOf('control-port', values['control-port']),
    settings: {
      webhookUrl: values['webhook-url'],
      webhookKey: values['webhook-key'],
      ritmDelayMs: numberOf('ritm-delay-ms', values['ritm-delay-ms']),
      twoStepCheckout: values['two-step-checkout'],
      clientCredentials: !values['no-client-credentials'],
    },
    complain: (problem) => {
      console.error(`Service desk: ${problem}`);
    },
    ...(values.user === undefined ? {} : { userName: values.user }),
    ...(values.password === undefined ? {} : { password: values.password }),
    ...(values.state === undefined ? {} : { stateDir: values.state }),
    ...(values.people === undefined ? {} : readPeople(values.people)),
    ...tlsOf(values),
  });

  endWhenTold(() => desk.stop(), values['with-parent']);

  const { url, pageUrl, controlUrl, port, pagePort, controlPort, catalogItem } = desk;
  process.stdout.write(
    `${JSON.stringify({ ready: true, url, pageUrl, controlUrl, port, pagePort, controlPort, catalogItem })}\n`,
  );
};

try {
  await start();
} catch (error) {
  console.error(`Service desk: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
