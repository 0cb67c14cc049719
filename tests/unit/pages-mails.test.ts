import { describe, expect, test } from '@jest/globals';
import { ownerNotice } from '../../lib/pages/mail-owner-notice.ts';
import { oneHourLink } from '../../lib/pages/mail-one-hour-link.ts';
import type { NoticedCredential, OneHourLink } from '../../lib/ports/texts.ts';
import { days, hours, type Instant, minutes, parseInstant, plus } from '../../lib/domain/time.ts';

const NOW: Instant = parseInstant('2026-11-20T08:00:00Z')!;
const HOSTILE = '<img src=x onerror=alert(1)> "&\' \u202egnp.exe\r\nBcc: all@northwind.example';

const aCredential = (overrides: Partial<NoticedCredential> = {}): NoticedCredential => ({
  applicationName: 'Payroll',
  applicationId: '0f1e2d3c-0000-4000-8000-000000000001',
  environment: 'LIVE',
  kind: 'client-secret',
  credentialName: 'nightly run',
  expiresAt: parseInstant('2026-12-20T09:30:59Z')!,
  whyYou: 'you are an owner of the application "Payroll" in Microsoft Entra',
  renewedBy: 'us',
  cause: 'stage',
  systems: [],
  dependents: [],
  advice: undefined,
  exceptionUntil: undefined,
  ...overrides,
});

describe('the notice to an owner', () => {
  test('who is to renew it alone first gets the steps and the page, and hears what follows', () => {
    const { text } = ownerNotice({
      credentials: [
        aCredential({ renewedBy: 'owner-first', portalLink: 'https://portal.azure.com/x#view/Credentials' }),
      ],
      now: NOW,
    });
    expect(text).toContain('make a new client secret yourself');
    expect(text).toContain('https://portal.azure.com/x#view/Credentials');
    expect(text).toContain('a request goes to the team at the next stage');
    expect(text).toMatch(/1\. /);
    expect(ownerNotice({ credentials: [aCredential()], now: NOW }).text).not.toContain('portal.azure.com');
  });

  test('of a certificate that we roll over says what happens by itself, without steps to take', () => {
    const { text } = ownerNotice({
      credentials: [aCredential({ kind: 'saml-signing-certificate', renewedBy: 'roll-over' })],
      now: NOW,
    });
    expect(text).toContain('Once it is approved the next one is put beside this one');
    expect(text).not.toMatch(/1\. /);
  });

  test('says why you, what breaks, what to do and when', () => {
    const { subject, text } = ownerNotice({ credentials: [aCredential()], now: NOW });
    expect(subject).toBe('Near expired: client secret of Payroll');
    for (const said of [
      'When it has expired: The application can not sign in any more',
      'How it shows: AADSTS7000222 of Microsoft Entra: the client secret has expired; AADSTS7000215',
      'Whom to tell: Whoever runs the application',
      'Status: Near expired',
      'Application ID: 0f1e2d3c-0000-4000-8000-000000000001',
      'What: client secret "nightly run"',
      'Expires: 20 December 2026 at 09:30 UTC (in 30 days)',
      'What to do: nothing yet.',
      'You get this mail because you are an owner of the application "Payroll" in Microsoft Entra.',
    ]) {
      expect(text).toContain(said);
    }
  });

  test.each([
    [plus(NOW, days(30)), 'Near expired', 'in 30 days'],
    [plus(NOW, days(1)), 'Near expired', 'in 1 day'],
    [plus(NOW, minutes(1)), 'Near expired', 'in less than a day'],
    [NOW, 'Expired', 'less than a day ago'],
    [plus(NOW, days(-1)), 'Expired', '1 day ago'],
    [plus(NOW, days(-400)), 'Expired', '400 days ago'],
  ])('a credential that ends at %d is %s, %s', (expiresAt, word, distance) => {
    const { subject, text } = ownerNotice({ credentials: [aCredential({ expiresAt })], now: NOW });
    expect(subject).toMatch(new RegExp(`^${word}: `));
    expect(text).toContain(`(${distance})`);
  });

  test('what we do not renew is for the owner to renew', () => {
    const { text } = ownerNotice({
      credentials: [aCredential({ kind: 'key-vault-certificate', renewedBy: 'owner' })],
      now: NOW,
    });
    expect(text).toContain('What to do: make a new Key Vault certificate');
    expect(text).toMatch(/^ {2}1\. With an issuer that the vault knows/m);
  });

  test.each<readonly [string, Partial<NoticedCredential>, string, readonly string[]]>([
    [
      'a reminder',
      { cause: 'reminder' },
      'Reminder: Near expired: client secret of Payroll',
      ['Status: Near expired'],
    ],
    [
      'half of an exception is over',
      { cause: 'exception-half-time', exceptionUntil: parseInstant('2026-12-01T12:00:00Z')! },
      'Exception half over: client secret of Payroll',
      ['It ends on 1 December 2026 at 12:00 UTC: have what takes its place ready', 'ask your service desk'],
    ],
    [
      'an exception has ended',
      { cause: 'exception-ended', expiresAt: undefined },
      'Exception ended: client secret of Payroll',
      ['The exception that allowed it to be what it is has ended', 'Expires: never', 'ask your service desk'],
    ],
    [
      'an exception goes on',
      { exceptionUntil: parseInstant('2026-12-01T12:00:00Z')! },
      'Near expired: client secret of Payroll',
      ['An exception allows it to be what it is, and ends on 1 December 2026 at 12:00 UTC.'],
    ],
    [
      'it is kept by a vault',
      { kind: 'key-vault-certificate', dependents: ['HR portal', 'Old gateway'] },
      'Near expired: Key Vault certificate of Payroll',
      ['The vault still hands it out', 'Known to depend on it: HR portal, Old gateway.'],
    ],
    [
      'it has expired',
      { expiresAt: NOW },
      'Expired: client secret of Payroll',
      ['It has expired. The application can not sign in any more'],
    ],
  ])('says that %s', (_what, said, line, words) => {
    const { subject, text } = ownerNotice({ credentials: [aCredential(said)], now: NOW });
    expect(subject).toBe(line);
    for (const word of words) expect(text).toContain(word);
  });

  test('gives the advice: what, why, who is in the way, and when to look at it again', () => {
    const advice = {
      prefer: ['federated-credential', 'certificate'],
      reason: 'A secret can be copied',
      heldBack: [{ kind: 'saml-with-scim', by: ['HR portal', HOSTILE] }],
      dependentsKnown: true,
      toAsk: [],
      reviewAt: parseInstant('2027-05-19T08:00:00Z')!,
    } as const;
    const said = (more: object) =>
      ownerNotice({ credentials: [aCredential({ advice: { ...advice, ...more } })], now: NOW }).text;
    expect(said({})).toContain(
      'Better than another client secret: a federated credential, which never expires, or a certificate. A secret can be copied. HR portal, ',
    );
    expect(said({})).toContain(
      'do not accept SAML sign-in with SCIM provisioning. Look at this again by 19 May 2027.',
    );
    expect(said({})).not.toMatch(/^Bcc:/m);
    expect(said({ prefer: [], heldBack: [{ kind: 'certificate', by: ['HR portal'] }] })).toContain(
      'Stay with a client secret for now. A secret can be copied. HR portal does not accept a certificate.',
    );
    expect(said({ dependentsKnown: false })).toContain('ask those who sign in with it first');
    expect(said({ toAsk: ['Till', 'HR portal'] })).toContain(
      'What Till, HR portal would accept is not known: ask there first.',
    );
  });

  test('several credentials of a person are one mail, the most urgent first', () => {
    const { subject, text } = ownerNotice({
      credentials: [
        aCredential({ applicationName: 'Late', expiresAt: plus(NOW, days(20)) }),
        aCredential({ applicationName: 'Gone', expiresAt: plus(NOW, days(-2)) }),
        aCredential({ applicationName: 'Soon', expiresAt: plus(NOW, hours(3)) }),
      ],
      now: NOW,
    });
    expect(subject).toBe('3 credentials need you: 1 Expired, 2 Near expired');
    expect([...text.matchAll(/Application: (\w+)/g)].map(([, name]) => name)).toEqual([
      'Gone',
      'Soon',
      'Late',
    ]);
  });

  test('a hostile name is only a name', () => {
    const { subject, text, html } = ownerNotice({
      credentials: [aCredential({ applicationName: HOSTILE, credentialName: HOSTILE, environment: HOSTILE })],
      now: NOW,
    });
    expect(subject).not.toMatch(/[\r\n\u202e]/);
    expect(text).not.toMatch(/^Bcc:/m);
    expect(text).not.toContain('\u202e');
    expect(html).not.toContain('<img');
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt; &quot;&amp;&#39; gnp.exe Bcc:');
  });
});

const aLink = (overrides: Partial<OneHourLink> = {}): OneHourLink => ({
  applicationName: 'Payroll',
  applicationId: '0f1e2d3c-0000-4000-8000-000000000001',
  environment: 'LIVE',
  link: 'https://links.example/r/AAAAAAAAAAAAAAAAAAAAAA#kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk',
  code: 'kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk',
  notAfter: parseInstant('2026-11-20T09:00:59.900Z')!,
  replacesFirst: false,
  newExpiresAt: parseInstant('2027-05-19T08:00:00Z')!,
  oldExpiresAt: parseInstant('2026-12-20T09:30:59Z')!,
  ticket: 'RITM0010023',
  approvedBy: 'Ada Approver',
  timeZone: undefined,
  team: { name: 'the identity team', address: 'identity@northwind.example' },
  whyYou: 'you are an owner of the application "Payroll" in Microsoft Entra',
  ...overrides,
});

describe('the mail with the one-hour link', () => {
  test('the subject names the request and the end, neither the application nor the link', () => {
    expect(oneHourLink(aLink()).subject).toBe(
      'Your new secret is ready until 20 November 2026 at 09:00 UTC (RITM0010023)',
    );
  });

  test('there is one link, whole, on a line of its own, and its code as text', () => {
    const view = aLink();
    const { text, html } = oneHourLink(view);
    expect(text.match(/https?:/g)).toHaveLength(1);
    expect(text.split('\n')).toContain(view.link);
    expect(text.split('\n').map((line) => line.trim())).toContain(view.code);
    expect(html.match(/https?:/g)).toHaveLength(1);
    expect(html.match(/<a /g)).toHaveLength(1);
    expect(html).toContain(`<a clicktracking="off" href="${view.link}"`);
    expect(html).toContain('paste this');
  });

  test('nothing in it is fetched from anywhere', () => {
    expect(oneHourLink(aLink()).html).not.toMatch(
      /\b(?:src|srcset|background)=|url\(|@import|<link|<script|<form/i,
    );
  });

  test('it says what it is about, warns against passing it on, and says whom to tell and why you', () => {
    const { text, html } = oneHourLink(aLink());
    for (const said of [
      'Application: Payroll',
      'Application ID: 0f1e2d3c-0000-4000-8000-000000000001',
      'Environment: LIVE',
      'Request: RITM0010023',
      'Approved by: Ada Approver',
      'New secret ends: 19 May 2027 at 08:00 UTC',
      'Never forward this mail. We will never ask you to forward this',
      'check that the address begins with links.example',
      'tell the identity team: identity@northwind.example',
      'You get this mail because you are an owner of the application "Payroll" in Microsoft Entra.',
    ])
      expect(text).toContain(said);
    expect(html).toContain('We will never ask you to forward this');
  });

  test('both forms say the same, in the same order', () => {
    const { text, html } = oneHourLink(aLink({ retireAt: parseInstant('2026-12-19T23:00:00Z')! }));
    const shown = html
      .replace(/^[\s\S]*<\/h1>/, '')
      .replace(/<td[^>]*>/g, ' ')
      .replace(/<[^>]+>/g, '')
      .replaceAll('&quot;', '"');
    const words = (of: string): string[] =>
      of
        .replaceAll(aLink().link, '')
        .toLowerCase()
        .split(/[\s:]+/)
        .filter((word) => word !== '');
    expect(words(shown)).toEqual(words(text));
  });

  test.each([
    ['Europe/Berlin', 'until 20 November 2026 at 09:00 UTC (10:00 in Europe/Berlin).'],
    ['Asia/Tokyo', 'until 20 November 2026 at 09:00 UTC (18:00 in Asia/Tokyo).'],
    ['Pacific/Kiritimati', 'until 20 November 2026 at 09:00 UTC (23:00 in Pacific/Kiritimati).'],
    ['Pacific/Auckland', 'until 20 November 2026 at 09:00 UTC (22:00 in Pacific/Auckland).'],
    ['Etc/UTC', 'until 20 November 2026 at 09:00 UTC.'],
    ['Africa/Abidjan', 'until 20 November 2026 at 09:00 UTC.'],
  ])('a recipient in %s reads %s', (timeZone, said) => {
    expect(oneHourLink(aLink({ timeZone })).text).toContain(said);
  });

  test('a day that is another one there is said', () => {
    const notAfter = parseInstant('2026-12-31T23:30:00Z')!;
    expect(oneHourLink(aLink({ notAfter, timeZone: 'Asia/Kolkata' })).text).toContain(
      '31 December 2026 at 23:30 UTC (1 January 2027 at 05:00 in Asia/Kolkata)',
    );
    expect(oneHourLink(aLink({ notAfter, timeZone: 'America/New_York' })).text).toContain(
      '31 December 2026 at 23:30 UTC (18:30 in America/New_York)',
    );
  });

  test('a second link says that the first no longer works; the first says nothing of that', () => {
    expect(oneHourLink(aLink({ replacesFirst: true })).text).toContain(
      'the link in that one no longer works',
    );
    expect(oneHourLink(aLink()).text).not.toContain('earlier mail');
  });

  test('when the old secret goes is told only when it is known', () => {
    const retireAt = parseInstant('2026-12-19T23:00:00Z')!;
    expect(oneHourLink(aLink({ retireAt })).text).toContain(
      'Old secret is removed on: 19 December 2026 at 23:00 UTC',
    );
    const unknown = oneHourLink(aLink()).text;
    expect(unknown).not.toContain('Old secret is removed');
    expect(unknown).toContain('Old secret ends: 20 December 2026 at 09:30 UTC');
  });

  test('a hostile name is only a name', () => {
    const whyYou = `a tag on "${HOSTILE}" names you as its owner`;
    const hostile = { applicationName: HOSTILE, environment: HOSTILE, ticket: HOSTILE, approvedBy: HOSTILE };
    const { subject, text, html } = oneHourLink(aLink({ ...hostile, applicationId: HOSTILE, whyYou }));
    expect(html).not.toContain('<img');
    for (const part of [subject, text, html]) {
      expect(part).not.toMatch(/^Bcc:/m);
      expect(part).not.toMatch(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/);
    }
    expect(subject).not.toMatch(/[\r\n]/);
    expect(text).toContain('names you as its owner.');
  });
});
