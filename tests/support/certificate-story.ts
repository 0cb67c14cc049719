import type { HttpResponseInit } from '@azure/functions';
import { generateClient } from '../../local/certificates/client.ts';
import type { PemPair } from '../../local/certificates/pem-pair.ts';
import { active } from '../../lib/domain/renewal.ts';
import { days, minus, plus } from '../../lib/domain/time.ts';
import { type App, type AppOptions, startApp } from './app.ts';
import { aBrowser, type Browser, linkIn, type MailedLink, post, proofOf, signIn } from './story.ts';
import { untilMailed, untilRequested } from './story.ts';

/** An application whose certificate ends in so many days, beside a secret and a certificate that have time. */
export const aBillingApp = (app: App, endsInDays = 5, others = true) => {
  const owner = app.directory.addPerson({ displayName: 'Olive Owner' });
  const deputy = app.directory.addPerson({ displayName: 'Dora Deputy' });
  const approver = app.directory.addPerson({ displayName: 'Ada Approver' });
  const now = app.clock.now();
  const kind = 'client-certificate' as const;
  const subject = app.directory.addApplication({
    name: 'billing-api',
    owners: [owner, deputy],
    credentials: [
      { kind, name: 'CN=billing', startsAt: minus(now, days(300)), expiresAt: plus(now, days(endsInDays)) },
      ...(others
        ? [{ kind, name: 'CN=reports', startsAt: minus(now, days(10)), expiresAt: plus(now, days(355)) }]
        : []),
      { name: 'a secret', startsAt: minus(now, days(10)), expiresAt: plus(now, days(170)) },
    ],
  });
  return { owner, deputy, approver, nativeId: subject.nativeId };
};

/** A key pair as an owner makes one now. */
export const aCertificate = (app: App, { from = -1, until = 365 } = {}): Promise<PemPair> => {
  const at = (day: number): Date => new Date(app.clock.now() + days(1) * day);
  return generateClient('billing', { notBefore: at(from), notAfter: at(until) });
};

/** An app whose owner was asked for a certificate and has handed in none. */
export const asked = async (options: AppOptions = {}) => {
  const app = startApp(options);
  const people = aBillingApp(app);
  await untilRequested(app);
  await untilMailed(app, people.approver);
  return { app, ...people, pair: await aCertificate(app) };
};

/** What the page does when its file is sent. */
export const handIn = (
  app: App,
  browser: Browser,
  link: MailedLink,
  file: string | Uint8Array,
  idem = 'A'.repeat(22),
): Promise<HttpResponseInit> =>
  post(app, browser, 'hand-in-certificate', link.id, {
    proof: proofOf(link),
    idem,
    file: Buffer.from(file).toString('base64url'),
  });

/** The owner signs in by the newest link and hands the file in. */
export const handInByLink = async (
  app: App,
  person: Parameters<typeof linkIn>[1],
  file: string | Uint8Array,
): Promise<HttpResponseInit> => {
  const link = linkIn(app, person);
  const browser = aBrowser();
  await signIn(app, browser, person, link.id);
  const answered = await handIn(app, browser, link, file);
  await app.tick('publish-outbox');
  await app.settle();
  return answered;
};

/** The renewal there is. */
export const theRenewal = (app: App) => {
  const [renewal] = app.stores.renewals.all();
  if (renewal === undefined) throw new Error('There is no renewal.');
  return active(renewal);
};

/** Names of the certificates that the application holds. */
export const certificatesOf = (app: App, nativeId: string) =>
  app.directory
    .credentialsOf(nativeId)
    .filter(({ kind }) => kind === 'client-certificate')
    .map(({ name }) => name);
