import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { sendGridEvents } from '../../lib/adapters/sendgrid/mail-events.ts';
import { sendGridMailer } from '../../lib/adapters/sendgrid/sendgrid-mailer.ts';
import { systemClock } from '../../lib/adapters/system/system-clock.ts';
import { seconds } from '../../lib/domain/time.ts';
import type { ReturnedMail } from '../../lib/ports/mail-events.ts';
import { type MailService, startMail } from '../../local/mail/server.ts';
import { aMail } from './mailer.contract.ts';

const API_KEY = 'SG.for-the-test.0123456789abcdefghijklmnopqrstuvwxyz';
const FROM = { email: 'expiry@northwind.example', name: 'Expiry Monitor' };

describe('mail that the provider took', () => {
  let service: MailService;
  let listener: Server;
  let heard: ReturnedMail[];
  let answers: number[];
  let posts: number;
  beforeEach(async () => {
    heard = [];
    answers = [];
    posts = 0;
    listener = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const header = (name: string) => request.headers[name] as string | undefined;
        const read = sendGridEvents(service.eventKey, systemClock).read({
          header,
          body: Buffer.concat(chunks),
        });
        if (!read.ok) throw new Error(`The post was refused: ${read.failure}`);
        response.statusCode = answers.shift() ?? 204;
        if (response.statusCode === 204) heard.push(...read.value);
        posts += 1;
        response.end();
        listener.emit('post');
      });
    }).listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const eventUrl = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/`;
    service = await startMail({ apiKey: API_KEY, verifiedSenders: [FROM.email], eventUrl });
  });
  afterEach(async () => {
    await service.stop();
    listener.close();
  });

  const returned = (said: object) =>
    fetch(`${service.pageUrl}/stand-in/returns`, { method: 'POST', body: JSON.stringify(said) });
  const send = async (mail = aMail()) => {
    const mailer = sendGridMailer({
      apiKey: API_KEY,
      from: FROM,
      baseUrl: new URL(service.url),
      timeout: seconds(20),
    });
    await mailer.send(mail);
    return mail;
  };
  const untilPosts = async (count: number) => {
    while (posts < count) await once(listener, 'post');
  };

  test.each([
    [{ event: 'bounce' }, 'bounced'],
    [{ event: 'bounce', type: 'blocked' }, 'blocked'],
    [{ event: 'dropped' }, 'dropped'],
  ])('and that comes back as %j is heard of by its reference', async (how, reason) => {
    const mail = aMail();
    await returned({ to: mail.to, ...how });
    await send(mail);
    await untilPosts(1);
    expect(heard).toEqual([{ reference: mail.reference, reason }]);
    expect(await (await fetch(`${service.pageUrl}/messages.json?to=${mail.to}`)).json()).toEqual([]);
  });

  test('and that arrived is nothing to hear of', async () => {
    await send();
    await untilPosts(1);
    expect(heard).toEqual([]);
  });

  test('is told again until someone listens, and twice if it must be', async () => {
    service.settings.eventCopies = 2;
    answers = [503, 503];
    const mail = aMail();
    await returned({ to: mail.to });
    await send(mail);
    await untilPosts(4);
    expect(heard).toHaveLength(2);
  });
});
