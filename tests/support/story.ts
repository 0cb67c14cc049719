import { createDecipheriv, hkdfSync } from 'node:crypto';
import type { HttpResponseInit } from '@azure/functions';
import type { Person } from '../../lib/domain/person.ts';
import { days, minus, minutes, plus } from '../../lib/domain/time.ts';
import type { SignedIn } from '../../lib/ports/sign-in.ts';
import { type App, type AppOptions, LINKS, startApp } from './app.ts';

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

/** A browser, by the cookies that it keeps. */
export interface Browser {
  readonly cookies: Map<string, string>;
  readonly network: string;
}

export const aBrowser = (network = '203.0.113.7:50100'): Browser => ({ cookies: new Map(), network });

const headersOf = ({ cookies, network }: Browser, more: Readonly<Record<string, string>> = {}): Headers =>
  new Headers({
    cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
    'x-forwarded-for': network,
    ...more,
  });

/** Keeps and drops cookies as a browser does. */
const keep = ({ cookies }: Browser, response: HttpResponseInit): HttpResponseInit => {
  for (const { name, value, maxAge } of response.cookies ?? [])
    if (maxAge === 0) cookies.delete(name);
    else cookies.set(name, value);
  return response;
};

/** A navigation, with its query. */
export const visit = async (app: App, browser: Browser, name: string, query: string) =>
  keep(
    browser,
    await app.http(name, { headers: headersOf(browser), params: {}, query: new URLSearchParams(query) }),
  );

export const locationOf = (response: HttpResponseInit): string =>
  new Headers(response.headers).get('location') ?? '';

/** Goes to the authority for the sake of a link and comes back. */
export const signIn = async (
  app: App,
  browser: Browser,
  person: Person,
  linkId: string,
  { fresh = false, ...said }: { readonly fresh?: boolean } & Partial<SignedIn> = {},
): Promise<HttpResponseInit> => {
  const query = new URLSearchParams({ return: `/r/${linkId}`, ...(fresh ? { fresh: '1' } : {}) });
  const sent = await visit(app, browser, 'begin-sign-in', query.toString());
  return visit(app, browser, 'finish-sign-in', app.signIn.come(locationOf(sent), person, said));
};

const PAGE = {
  'content-type': 'application/json',
  'x-expiry-monitor': '1',
  origin: LINKS.origin,
  'sec-fetch-site': 'same-origin',
};

/** What the page sends for a link. */
export const post = async (
  app: App,
  browser: Browser,
  name: string,
  id: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = PAGE,
): Promise<HttpResponseInit> =>
  keep(
    browser,
    await app.http(name, {
      headers: headersOf(browser, headers),
      params: { id },
      query: new URLSearchParams(),
      json: () => (body === undefined ? Promise.reject(new SyntaxError('No JSON.')) : Promise.resolve(body)),
    }),
  );

/** What the page does when its button is pressed. */
export const reveal = (
  app: App,
  browser: Browser,
  link: MailedLink,
  idem = 'A'.repeat(22),
): Promise<HttpResponseInit> => post(app, browser, 'reveal-link', link.id, { proof: proofOf(link), idem });

export const open = (app: App, browser: Browser, link: MailedLink): Promise<HttpResponseInit> =>
  post(app, browser, 'open-link', link.id, { proof: proofOf(link) });

export const acknowledge = (
  app: App,
  browser: Browser,
  link: MailedLink,
  idem = 'A'.repeat(22),
): Promise<HttpResponseInit> =>
  post(app, browser, 'acknowledge-link', link.id, { proof: proofOf(link), idem });

export const report = (
  app: App,
  browser: Browser,
  link: MailedLink,
  kind: string,
): Promise<HttpResponseInit> => post(app, browser, 'report-link', link.id, { kind });

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
  const browser = aBrowser();
  await signIn(app, browser, person, link.id);
  const secret = decrypt(link, await reveal(app, browser, link));
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
export const mailed = async (options: AppOptions = {}) => {
  const app = startApp(options);
  const people = aPayrollApp(app, 5);
  await untilRequested(app);
  await untilMailed(app, people.approver);
  const link = linkIn(app, people.owner);
  const browser = aBrowser();
  /** The owner's browser, signed in. */
  const signedIn = async (): Promise<Browser> => {
    await signIn(app, browser, people.owner, link.id);
    return browser;
  };
  return { app, ...people, link, signedIn };
};

/** The names of an application's secrets, as the directory has them. */
export const secretsOf = (app: App, nativeId: string) =>
  app.directory.credentialsOf(nativeId).map(({ name }) => name);
