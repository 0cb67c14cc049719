import { setTimeout as wait } from 'node:timers/promises';
import type { ServiceBusReceivedMessage } from '@azure/service-bus';
import schema from '../docs/schemas/expiry-monitor.credential.expired.v1.json' with { type: 'json' };
import { closeWhenStopped, connect, processError } from './namespace.ts';

/**
 * Posts each expired credential to WEBHOOK_URL, and completes the message only after an answer of 2xx. Until then it waits
 * and tries again: given back at once, a message would use up its deliveries within seconds of an outage.
 *
 * Topic credential-events, filter: eventType = 'expiry-monitor.credential.expired.v1'
 */
const { WEBHOOK_URL = '', RETRY_SECONDS = '30' } = process.env;
if (!URL.canParse(WEBHOOK_URL)) throw new Error('Set WEBHOOK_URL to where pages are posted.');

const NO_EVENT = {
  deadLetterReason: 'NO_EXPIRED_EVENT',
  deadLetterErrorDescription: `This is no ${schema.$id}.`,
};

const has = (value: unknown, fields: readonly string[]): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && fields.every((field) => field in value);

const isExpired = (body: unknown): body is Record<string, unknown> =>
  has(body, schema.required) &&
  body['type'] === schema.$id &&
  has(body['data'], schema.properties.data.required);

const isTaken = async (page: string): Promise<boolean> => {
  const headers = { 'content-type': 'application/json' };
  try {
    const { ok, status } = await fetch(WEBHOOK_URL, {
      method: 'POST',
      headers,
      body: page,
      redirect: 'error',
      signal: AbortSignal.timeout(10_000),
    });
    if (!ok) process.stderr.write(`The webhook answered ${status}.\n`);
    return ok;
  } catch (error) {
    process.stderr.write(`The webhook can't be reached: ${String(error)}\n`);
    return false;
  }
};

const client = connect();
closeWhenStopped(client);
const receiver = client.createReceiver('credential-events', process.argv[2] ?? 'page-on-expired', {
  maxAutoLockRenewalDurationInMs: 3_600_000,
});
const processMessage = async (message: ServiceBusReceivedMessage): Promise<void> => {
  const event: unknown = message.body;
  if (!isExpired(event)) return receiver.deadLetterMessage(message, NO_EVENT);
  // An event may come twice: by its id the pager knows it.
  const page = JSON.stringify({ dedupKey: event['id'], details: event['data'] });
  while (!(await isTaken(page))) await wait(Number(RETRY_SECONDS) * 1000);
  return receiver.completeMessage(message);
};
receiver.subscribe({ processMessage, processError }, { autoCompleteMessages: false });
