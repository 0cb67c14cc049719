import { beforeAll, describe, expect, test } from '@jest/globals';
import { active } from '../../lib/domain/renewal.ts';
import { days, minus, plus } from '../../lib/domain/time.ts';
import { generateAuthority, generateIntermediate } from '../../local/certificates/generate.ts';
import type { PemPair } from '../../local/certificates/pem-pair.ts';
import { generateRequest, type KeyedRequest, signRequest } from '../../local/certificates/requests.ts';
import { type App, startApp } from '../support/app.ts';
import { rounds, untilMailed, untilRequested } from '../support/story.ts';

const ITEM = 'certificates/ledger';
const pemOf = (der: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`;

let root: PemPair;
let authority: PemPair;
let asked: KeyedRequest;
let other: KeyedRequest;
/** The day on which the clocks of the tests stand, with room for those that were set wrong. */
const validity = (app: App, lasts = 365) => ({
  notBefore: new Date(minus(app.clock.now(), days(1))),
  notAfter: new Date(plus(app.clock.now(), days(lasts))),
});
beforeAll(async () => {
  const app = startApp();
  root = await generateAuthority('Root of the tests', validity(app, 3000));
  authority = await generateIntermediate(root, 'Authority of the tests', validity(app, 2000));
  [asked, other] = await Promise.all([generateRequest('ledger'), generateRequest('ledger')]);
});

/** A certificate without an issuer, approved, with its request on the ticket. */
const waiting = async (usedBy?: readonly string[]) => {
  const app = startApp({ versionVaults: ['apps.vault.example'] });
  const owner = app.directory.addPerson({ displayName: 'Olive Owner' });
  const approver = app.directory.addPerson({ displayName: 'Ada Approver' });
  const now = app.clock.now();
  app.vaults.put({
    vault: 'apps',
    name: 'ledger',
    startsAt: minus(now, days(300)),
    expiresAt: plus(now, days(5)),
    owner: owner.mail ?? '',
    ...(usedBy === undefined ? {} : { usedBy }),
  });
  app.vaults.making.nextRequest(asked.csr.toString('base64'));
  await untilRequested(app);
  await untilMailed(app, approver);
  const ticket = app.desk.tickets()[0]!.ticket;
  const attach = (name: string, content: string | Buffer) => {
    app.desk.attach(ticket, name, new Uint8Array(Buffer.from(content)), 'ca.team');
  };
  return { app, attach };
};
const stateOf = (app: App): string => {
  const [renewal] = app.stores.renewals.all();
  return renewal === undefined ? 'none' : active(renewal).state;
};
const notesOf = (app: App) => app.desk.tickets()[0]?.notes ?? [];
const sign = (app: App, request: KeyedRequest, lasts?: number) =>
  signRequest(authority, request.csr, validity(app, lasts));

describe('a certificate that the organisation signs', () => {
  test('has its request on the ticket once, and waits', async () => {
    const { app } = await waiting();
    await rounds(app, 6);
    expect(stateOf(app)).toBe('renewing-version');
    const notes = notesOf(app).filter((note) => note.includes('BEGIN CERTIFICATE REQUEST'));
    expect(notes).toHaveLength(1);
    const base64 = /BEGIN CERTIFICATE REQUEST-----\n([\s\S]+?)\n-----END/.exec(notes[0] ?? '')?.[1] ?? '';
    expect(base64.replaceAll('\n', '')).toBe(asked.csr.toString('base64'));
    expect(app.vaults.making.requestOf(ITEM)?.id).toBe('request-1');
  });

  test('is joined with its key when it comes back as a file, and the request is closed', async () => {
    const { app, attach } = await waiting();
    attach('ledger.cer', await sign(app, asked));
    await rounds(app, 12);
    expect(stateOf(app)).toBe('closed-by-hand');
    expect(app.vaults.making.merged()).toHaveLength(1);
    expect(app.desk.tickets()).toMatchObject([{ state: 'closed' }]);
    expect(app.deadLetters).toEqual([]);
  });

  test('comes with its chain, in whatever order, and the chain goes into the vault in the right one', async () => {
    const { app, attach } = await waiting();
    const leaf = await sign(app, asked);
    attach('chain.pem', `${root.cert}\n${authority.cert}\n${pemOf(leaf)}`);
    await rounds(app, 12);
    expect(stateOf(app)).toBe('closed-by-hand');
    const base64 = (pem: string) => pem.replace(/-----[^-]+-----|\s/g, '');
    expect(app.vaults.making.merged()).toEqual([
      [leaf.toString('base64'), base64(authority.cert), base64(root.cert)],
    ]);
  });

  test.each([
    ['is of another key', () => other, 365, 'No certificate in it is of the key in the request'],
    ['ends before the old one', () => asked, 3, 'not later than the one that it is to replace'],
  ])('that %s is refused with the reason, once, and a better one is taken', async (_, of, lasts, words) => {
    const { app, attach } = await waiting();
    attach('wrong.cer', await sign(app, of(), lasts));
    await rounds(app, 12);
    expect(stateOf(app)).toBe('renewing-version');
    expect(app.vaults.making.merged()).toEqual([]);
    expect(notesOf(app).filter((note) => note.includes(words))).toHaveLength(1);
    expect(app.logged.map(({ code }) => code)).toContain('SIGNED_CERTIFICATE_REFUSED');
    attach('right.cer', await sign(app, asked));
    await rounds(app, 24);
    expect(stateOf(app)).toBe('closed-by-hand');
  });

  test('with a private key in the file is refused, and the file is nowhere', async () => {
    const { app, attach } = await waiting();
    const key = `-----BEGIN PRIVATE KEY-----\n${asked.key.toString('base64')}\n-----END PRIVATE KEY-----\n`;
    attach('ledger.pem', pemOf(await sign(app, asked)) + key);
    await rounds(app, 12);
    expect(app.vaults.making.merged()).toEqual([]);
    expect(notesOf(app).at(-1)).toContain('holds a private key');
    const kept = JSON.stringify([app.stores.renewals.all(), app.logged, app.publisher.sent(), notesOf(app)]);
    expect(kept).not.toContain(asked.key.toString('base64').slice(0, 40));
  });

  test('that the vault does not take is answered, and another one is waited for', async () => {
    const { app, attach } = await waiting();
    app.vaults.making.refuse('merge');
    attach('ledger.cer', await sign(app, asked));
    await rounds(app, 12);
    expect(stateOf(app)).toBe('renewing-version');
    expect(notesOf(app).filter((note) => note.includes('The vault did not take it'))).toHaveLength(1);
  });

  test.each(['failBefore', 'failAfter'] as const)(
    'is joined once, whatever fails: %s merge',
    async (when) => {
      const { app, attach } = await waiting();
      app.vaults.making[when]('merge', 2);
      attach('ledger.cer', await sign(app, asked));
      await rounds(app, 24);
      expect(stateOf(app)).toBe('closed-by-hand');
      expect(app.vaults.making.merged()).toHaveLength(1);
      expect(app.vaults.making.made(ITEM)).toBe(1);
    },
  );

  test('is found when the desk is back that was away', async () => {
    const { app, attach } = await waiting();
    attach('ledger.cer', await sign(app, asked));
    app.desk.goAway();
    await rounds(app, 4);
    app.desk.comeBack();
    await rounds(app, 12);
    expect(stateOf(app)).toBe('closed-by-hand');
    expect(app.vaults.making.made(ITEM)).toBe(1);
  });

  test('that people joined in the vault themselves is seen as well', async () => {
    const { app } = await waiting();
    const tenant = app.stores.renewals.all()[0]!.of.tenant;
    const place = { host: 'apps.vault.example', collection: 'certificates', name: 'ledger' } as const;
    await app.vaults.versions.merge(tenant, place, ['AA==']);
    await rounds(app, 24);
    expect(stateOf(app)).toBe('closed-by-hand');
  });

  test('that others use is told to be given to them', async () => {
    const { app, attach } = await waiting(['payroll-sync', 'Order feed']);
    attach('ledger.cer', await sign(app, asked));
    await rounds(app, 12);
    const told = notesOf(app).filter((note) => note.includes('Known to use it: payroll-sync, Order feed'));
    expect(told).toHaveLength(1);
  });

  test('whose request people cancel in the vault is theirs', async () => {
    const { app, attach } = await waiting();
    app.vaults.making.cancel(ITEM);
    await rounds(app, 12);
    expect(stateOf(app)).toBe('by-hand');
    attach('ledger.cer', await sign(app, asked));
    await rounds(app, 12);
    expect(app.vaults.making.merged()).toEqual([]);
  });

  test('that is named like a letter is left alone', async () => {
    const { app, attach } = await waiting();
    attach('minutes.docx', await sign(app, asked));
    await rounds(app, 6);
    expect(app.vaults.making.merged()).toEqual([]);
    expect(notesOf(app).filter((note) => note.includes('minutes'))).toEqual([]);
  });
});
