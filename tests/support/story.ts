import { createDecipheriv, hkdfSync } from 'node:crypto';
import type { HttpResponseInit } from '@azure/functions';
import type { Person } from '../../lib/domain/person.ts';
import { days, minus, minutes, plus } from '../../lib/domain/time.ts';
import { type App, startApp } from './app.ts';

/** An application with one secret that ends in so many days, its owner, and someone who approves. */
export const aPayrollApp = (app: App, endsInDays: number) => {
  const owner = app.directory.addPerson({ displayName: 'Olive Owner' });
  const approver = app.directory.addPerson({ displayName: 'Ada Approver' });
  const now = app.clock.now();
  const subject = app.directory.addApplication({
    name: 'payroll-sync',
    owners: [owner],
    credentials: [
      { name: 'ci secret', startsAt: minus(now, days(300)), expiresAt: plus(now, days(endsInDays)) },
    ],
  });
  return { owner, approver, subject, nativeId: subject.nativeId };
};

/** From the first scan to open requests. */
export const untilRequested = async (app: App): Promise<void> => {
  await app.tick('schedule-scans');
  await app.settle();
  await app.tick('judge-due');
  await app.settle();
};

/** Someone approves every open request; the desk is polled. */
export const untilMailed = async (app: App, approver: Person): Promise<void> => {
  for (const { ticket, state } of app.desk.tickets()) {
    if (state === 'open') app.desk.approve(ticket, approver.userPrincipalName, 'Still needed.');
  }
  await app.tick('poll-service-desk');
  await app.settle();
};

const page = (path: string, body: object) => ({
  headers: new Headers({ 'content-type': 'application/json', 'x-expiry-monitor': '1' }),
  params: { id: path },
  json: () => Promise.resolve(body),
});

export interface MailedLink {
  readonly id: string;
  readonly key: string;
}

/** The newest link that a person was mailed. */
export const linkIn = (app: App, person: Person): MailedLink => {
  const texts = app.mailer.inbox(person.mail).map(({ text }) => /\/r\/([\w-]{22})#([\w-]{43})/.exec(text));
  const found = texts.filter((match) => match !== null).at(-1);
  if (found?.[1] === undefined || found[2] === undefined) throw new Error('No link was mailed.');
  return { id: found[1], key: found[2] };
};

const derive = (key: Buffer, salt: string, info: string): Buffer =>
  Buffer.from(hkdfSync('sha256', key, salt, `expiry-monitor/link/v1/${info}`, 32));

export const proofOf = ({ id, key }: MailedLink): string =>
  derive(Buffer.from(key, 'base64url'), id, 'proof').toString('base64url');

/** What the page does when its button is pressed. */
export const reveal = (app: App, link: MailedLink, nonce = 'A'.repeat(22)): Promise<HttpResponseInit> =>
  app.http('reveal-link', page(link.id, { proof: proofOf(link), nonce }));

export const open = (app: App, link: MailedLink): Promise<HttpResponseInit> =>
  app.http('open-link', page(link.id, { proof: proofOf(link) }));

/** What the browser makes of the answer. */
export const decrypt = ({ id, key }: MailedLink, response: HttpResponseInit): string => {
  const answer = response.jsonBody as Record<'ciphertext' | 'iv' | 'share' | 'boundTo', string>;
  const encrypt = derive(Buffer.from(key, 'base64url'), id, 'encrypt');
  const dek = derive(Buffer.concat([encrypt, Buffer.from(answer.share, 'base64url')]), id, 'key');
  const sealed = Buffer.from(answer.ciphertext, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', dek, Buffer.from(answer.iv, 'base64url'));
  decipher.setAAD(Buffer.from(answer.boundTo, 'utf8'));
  decipher.setAuthTag(sealed.subarray(-16));
  return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]).toString('utf8');
};

/** The recipient opens the newest link and has the secret. */
export const redeem = async (app: App, person: Person): Promise<string> => {
  const link = linkIn(app, person);
  const secret = decrypt(link, await reveal(app, link));
  await app.tick('publish-outbox');
  await app.settle();
  return secret;
};

/** Timers as they run on Azure, until nothing moves for so many rounds. */
export const rounds = async (app: App, count: number, step = minutes(6)) => {
  for (let round = 0; round < count; round += 1) {
    app.clock.wait(step);
    for (const timer of ['publish-outbox', 'resume-scans', 'judge-due', 'poll-service-desk', 'resume-due']) {
      await app.tick(timer);
      await app.settle();
    }
  }
};

/** An app whose owner has a link in the mail and has not opened it. */
export const mailed = async () => {
  const app = startApp();
  const people = aPayrollApp(app, 5);
  await untilRequested(app);
  await untilMailed(app, people.approver);
  return { app, ...people, link: linkIn(app, people.owner) };
};

/** The names of an application's secrets, as the directory has them. */
export const secretsOf = (app: App, nativeId: string) =>
  app.directory.credentialsOf(nativeId).map(({ name }) => name);
