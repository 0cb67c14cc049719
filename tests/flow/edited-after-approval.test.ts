import { describe, expect, test } from '@jest/globals';
import { active } from '../../lib/domain/renewal.ts';
import { days, minus, plus } from '../../lib/domain/time.ts';
import { type App, startApp } from '../support/app.ts';
import {
  aBillingApp,
  asked,
  certificatesOf,
  handInByLink,
  theRenewal,
} from '../support/certificate-story.ts';
import { rounds, untilMailed, untilRequested } from '../support/story.ts';

const theTicket = (app: App) => {
  const [ticket] = app.desk.tickets();
  if (ticket === undefined) throw new Error('There is no ticket.');
  return ticket;
};

/** Somebody changes the form in the moment in which its approval is written down. */
const editOnceApproved = (app: App): (() => boolean) => {
  const { renewals } = app.stores;
  const commit = renewals.commit.bind(renewals);
  let isEdited = false;
  Object.assign(renewals, {
    commit: async (...given: Parameters<typeof commit>) => {
      const done = await commit(...given);
      if (!isEdited && renewals.all().some((renewal) => active(renewal).state === 'approved')) {
        isEdited = true;
        app.desk.rewrite(theTicket(app).ticket, { applicationId: 'another' });
      }
      return done;
    },
  });
  return () => isEdited;
};

const aKey = () => {
  const app = startApp({ versionVaults: ['apps.vault.example'] });
  const owner = app.directory.addPerson({ displayName: 'Olive Owner' });
  const approver = app.directory.addPerson({ displayName: 'Ada Approver' });
  const now = app.clock.now();
  app.vaults.put({
    ...{ in: 'keys', vault: 'apps', name: 'ledger', owner: owner.mail ?? '' },
    ...{ startsAt: minus(now, days(300)), expiresAt: plus(now, days(5)) },
  });
  return { app, approver, made: () => app.vaults.making.made('keys/ledger') };
};

const aSigner = () => {
  const app = startApp({ signers: true });
  const owner = app.directory.addPerson({ displayName: 'Olive Owner' });
  const approver = app.directory.addPerson({ displayName: 'Ada Approver' });
  const now = app.clock.now();
  const name = 'HR Portal';
  const { appId } = app.directory.addApplication({ name, principalOwners: [owner], owners: [owner] });
  const nativeId = app.signers.add({
    ...{ name, appId, startsAt: minus(now, days(1000)), expiresAt: plus(now, days(20)) },
    ...{ notify: ['sso@partner.example'], parties: ['hr.partner.example'] },
  });
  return { app, approver, made: () => app.signers.at(nativeId).certificates.length - 1 };
};

const aClientCertificate = () => {
  const app = startApp();
  const { approver, owner } = aBillingApp(app);
  const askedFor = () =>
    app.mailer.inbox(owner.mail).filter(({ subject }) => subject.includes('certificate by'));
  return { app, approver, made: () => askedFor().length };
};

const kinds = [
  ['a client certificate that its owner hands in', aClientCertificate],
  ['a new version in a vault', aKey],
  ['a roll-over', aSigner],
] as const;

describe('a form that is changed after its approval', () => {
  test.each(kinds)('of %s makes nothing, and the request is asked anew', async (_, start) => {
    const { app, approver, made } = start();
    await untilRequested(app);
    const isEdited = editOnceApproved(app);
    await untilMailed(app, approver);
    await rounds(app, 2);
    expect(isEdited()).toBe(true);
    expect(made()).toBe(0);
    expect(theRenewal(app)).toMatchObject({ state: 'requested', refused: [{ reason: 'FORM_EDITED' }] });
    expect(theTicket(app).notes.join()).toContain('changed after it was approved');
  });

  test.each(kinds)('counts for %s only if it is changed: otherwise it is begun', async (_, start) => {
    const { app, approver, made } = start();
    await untilRequested(app);
    await untilMailed(app, approver);
    await rounds(app, 2);
    expect(made()).toBe(1);
  });

  test.each(['by the link', 'attached'])(
    'while the certificate is waited for: what is handed in %s is not put in place',
    async (way) => {
      const { app, owner, nativeId, pair } = await asked();
      const before = certificatesOf(app, nativeId);
      app.desk.rewrite(theTicket(app).ticket, { applicationId: 'another' });
      if (way === 'attached') app.desk.attach(theTicket(app).ticket, 'billing.cer', Buffer.from(pair.cert));
      else await handInByLink(app, owner, pair.cert);
      await rounds(app, 2);
      expect(certificatesOf(app, nativeId)).toEqual(before);
      expect(app.events('renewal.certificate-accepted')).toEqual([]);
      expect(theRenewal(app)).toMatchObject({ state: 'requested', refused: [{ reason: 'FORM_EDITED' }] });
      expect(theTicket(app).notes.join()).toContain('changed after it was approved');
    },
  );
});
