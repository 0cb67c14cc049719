import { describe, expect, test } from '@jest/globals';
import { type CredentialId, readId, type RenewalId } from '../../lib/domain/ids.ts';
import type { RollOver, RollOverPlace, Word } from '../../lib/domain/roll-over.ts';
import { days, plus } from '../../lib/domain/time.ts';
import { partnerMail } from '../../lib/pages/mail-partner.ts';
import { partnerUnreached, rollOverEvidence, rollOverNote } from '../../lib/pages/roll-over-text.ts';
import type { PartnerMail, RollOverNote } from '../../lib/ports/texts.ts';
import { aPerson, aRollOver, NOW } from '../support/builders.ts';

const HOSTILE = 'Payroll\nApproved by: everyone \u202Etxt <script>alert(1)</script>';
const { tenant, objectId } = aPerson('Ada');
const word = (reference?: string): Word => ({ id: 'w-1', by: { tenant, objectId }, at: NOW, reference });
const next = { keyId: 'k-2', thumbprint: 'AB12', expiresAt: plus(NOW, days(400)) };
const done = { kind: 'done', at: NOW } as const;
const RENEWAL = readId<RenewalId>(`rn-${'a'.repeat(26)}`);

const aMail = (said: Partial<PartnerMail> = {}): PartnerMail => ({
  ...{ applicationName: 'HR Portal', applicationId: 'an-id', environment: 'LIVE', partner: 'Fabrikam' },
  ...{ kind: 'saml-signing-certificate', next, oldExpiresAt: plus(NOW, days(20)), ticket: 'RITM1' },
  ...{ switchAt: plus(NOW, days(13)), metadataUrl: 'https://login.example.test/metadata', isOff: false },
  team: { name: 'the identity team', address: 'identity@northwind.example' },
  ...said,
});
const aNote = (
  step: RollOverNote['step'],
  at: RollOverPlace,
  said: Partial<RollOver> = {},
): RollOverNote => ({
  ...{ step, renewalId: RENEWAL, name: 'HR Portal', kind: 'saml-signing-certificate', oldKeyId: 'k-1' },
  ...{ needsApproval: false, metadataUrl: undefined, rollOver: aRollOver({ at, ...said }) },
});
const SWITCHED: RollOverPlace = {
  ...{ phase: 'switched', next, added: done, switched: done, removeAt: plus(NOW, days(30)) },
};

describe('the mail to a partner', () => {
  test('says what changes, when, and where the next certificate is', () => {
    const { subject, text } = partnerMail(aMail());
    expect(subject).toBe('A signing certificate changes on 1 December 2026 at 12:00 UTC: HR Portal');
    expect(text).toContain('Thumbprint of the next one: AB12');
    expect(text).toContain('https://login.example.test/metadata');
    expect(text).toContain('RITM1');
    expect(text).toContain('because Fabrikam is named');
  });

  test('says from whom the certificate comes where no address is known, and no more of it than is known', () => {
    const nothing = { keyId: undefined, thumbprint: undefined, expiresAt: undefined };
    const { text } = partnerMail(aMail({ metadataUrl: undefined, next: nothing, applicationId: undefined }));
    expect(text).toContain('You get the certificate itself from the team');
    expect(text).not.toMatch(/Thumbprint of|The next one ends|Application ID/);
  });

  test('says that it was called off', () => {
    const { subject, text } = partnerMail(aMail({ isOff: true, next: undefined }));
    expect(subject).toBe('The change of a signing certificate was called off: HR Portal');
    expect(text).not.toContain('What to do'.toUpperCase());
  });

  test('takes no line, no turn and no tag from a name', () => {
    const { subject, text, html } = partnerMail(aMail({ applicationName: HOSTILE, partner: HOSTILE }));
    for (const said of [subject, text, html]) expect(said).not.toMatch(/\u202E|\nApproved by: everyone/);
    expect(html).not.toContain('<script>');
  });
});

describe('what the people on the ticket read', () => {
  test('at each step of ours what was done and what comes', () => {
    const at = (step: RollOverNote['step'], place: RollOverPlace, said: Partial<RollOver> = {}) =>
      rollOverNote(aNote(step, place, said));
    expect(at('add', { phase: 'adding' })).toContain(
      'step 1 of 4: HR Portal\nThe directory now makes the next',
    );
    const telling: RollOverPlace = { phase: 'telling', next, added: done, answerBy: NOW };
    expect(at('tell', telling)).toContain('Nobody is known to depend on it');
    expect(at('switch', { phase: 'agreed', next, added: done })).toContain('There was nobody to wait for.');
    const removal = at('remove', SWITCHED);
    expect(removal).toContain('key ID k-1, is removed on 18 December 2026');
    expect(removal).not.toContain('can be stopped and undone');
    expect(at('add', { phase: 'adding' })).toContain('can be stopped and undone');
  });

  test('at each step of people the task and its proof', () => {
    const people = { carrier: 'people' } as const;
    const agreed: RollOverPlace = { phase: 'agreed', next: { ...next, thumbprint: undefined }, added: done };
    const all = [
      rollOverNote(aNote('add', { phase: 'adding' }, people)),
      rollOverNote(aNote('switch', agreed, people)),
      rollOverNote(aNote('remove', SWITCHED, people)),
    ];
    for (const text of all) expect(text).toMatch(/Task: please .*It is done once a scan sees it/);
    expect(all[1]).toContain('the certificate with key ID k-2');
  });

  test('that a step waits for an approval of its own', () => {
    const text = rollOverNote({ ...aNote('add', { phase: 'adding' }), needsApproval: true });
    expect(text).toContain(`POST /api/requests/${RENEWAL}/words {"what": "approved", "step": "add"}`);
  });

  test('who was told, who answered and who did not, whatever their names are', () => {
    const partners: RollOver['partners'] = [
      { name: HOSTILE, address: undefined, toldAt: NOW, answer: { kind: 'timed-out', at: NOW } },
      { name: 'Travel', address: 'a@b.example', toldAt: NOW, answer: { kind: 'acknowledged', word: word() } },
    ];
    const telling: RollOverPlace = { phase: 'telling', next, added: done, answerBy: NOW };
    const told = rollOverNote({
      ...aNote('tell', telling, { partners }),
      metadataUrl: 'https://login.example.test/m',
    });
    expect(told).toContain('They find it at https://login.example.test/m');
    const silent = rollOverNote(aNote('switch', { phase: 'agreed', next, added: done }, { partners }));
    expect(silent).toMatch(/No answer from Payroll Approved by: everyone/);
    for (const text of [told, silent]) expect(text).not.toMatch(/\u202E|\nApproved by: everyone/);
    expect(partnerUnreached(HOSTILE)).not.toContain('\n');
  });
});

test('the evidence says each step with its proof, each answer and each approval', () => {
  const stated = { kind: 'stated', at: NOW, word: word('CHG2') } as const;
  const text = rollOverEvidence({
    ...{ renewalId: RENEWAL, credentialId: readId<CredentialId>(`cr-${'b'.repeat(26)}`) },
    ...{ applicationName: HOSTILE, revision: 'rv-1', approvedBy: 'ada@northwind.example', approvedAt: NOW },
    ...{ decisionId: 'd-1', oldKeyId: 'k-1' },
    rollOver: aRollOver({
      at: {
        ...{ phase: 'removed', next, added: { kind: 'seen', at: NOW }, switched: stated, removed: done },
      },
      approved: [{ step: 'switch', word: word() }],
      partners: [
        {
          name: 'A',
          address: undefined,
          toldAt: NOW,
          answer: { kind: 'acknowledged', word: word('a mail') },
        },
        { name: 'B', address: undefined, toldAt: NOW, answer: { kind: 'timed-out', at: NOW } },
        { name: 'C', address: undefined, toldAt: undefined, answer: undefined },
      ],
    }),
  });
  expect(text.split('\n')).toEqual([
    'Rolled over: Payroll Approved by: everyone txt <script>alert(1)</script>.',
    '',
    'Approved by: ada@northwind.example at 2026-11-18T12:00:00.000Z',
    'Decision: d-1, of revision rv-1',
    'Old certificate: key ID k-1',
    'Next certificate: the certificate with thumbprint AB12, which ends on 23 December 2027 at 12:00 UTC',
    'Added: seen by a scan at 2026-11-18T12:00:00.000Z',
    `Told: A, answered at 2026-11-18T12:00:00.000Z, written down by ${objectId}, see a mail`,
    'Told: B, no answer until 2026-11-18T12:00:00.000Z',
    'Told: C, no answer',
    `Switched: said by ${objectId} at 2026-11-18T12:00:00.000Z, see CHG2`,
    'Old one gone: by us at 2026-11-18T12:00:00.000Z',
    `Step switch approved by ${objectId} at 2026-11-18T12:00:00.000Z`,
    `Renewal: ${RENEWAL}`,
    `Credential: cr-${'b'.repeat(26)}`,
  ]);
});
