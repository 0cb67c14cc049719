import { describe, expect, test } from '@jest/globals';
import { sealer } from '../../lib/adapters/sealing/seal.ts';
import { readId, type LinkId } from '../../lib/domain/ids.ts';
import { ok } from '../../lib/domain/result.ts';
import type { PublishedEvent } from '../../local/start/events.ts';
import { narrator } from '../../local/start/narrator.ts';
import { openSealed, proofOf } from '../../local/start/open-sealed.ts';
import { plain } from '../../local/start/plain.ts';
import { kindsLine, renewalsTable, reportOn } from '../../local/start/report.ts';

let nth = 0;
const event = (type: string, data: Record<string, unknown>): PublishedEvent => ({
  id: `ev-${(nth += 1)}`,
  type: `expiry-monitor.${type}.v1`,
  data,
});

const about = (sequence: number, more: object = {}) => ({
  renewalId: 'rn-a',
  subjectName: 'payroll',
  ticket: 'RITM1',
  credentialKind: 'client-secret',
  sequence,
  ...more,
});

const A_RENEWAL = [
  event('renewal.rollover-step', about(5, { step: 'retirement-scheduled', at: '2026-12-05T08:00:00Z' })),
  event('renewal.requested', about(1)),
  event('renewal.approval-decided', about(2, { outcome: 'approved' })),
  event('renewal.link-redeemed', { renewalId: 'rn-a' }),
  event('renewal.link-sent', about(4)),
];

describe('the report', () => {
  test('counts what was published', () => {
    const report = reportOn(
      [
        event('scan.completed', { coverage: 'complete', credentials: 120 }),
        event('scan.completed', { coverage: 'partial', credentials: 3 }),
        ...A_RENEWAL,
      ],
      { deadLetters: 0, tookMs: 5, firstEventMs: 1 },
    );
    expect(report).toEqual({
      scan: { complete: 1, partial: 1, failed: 0, credentials: 123 },
      events: expect.objectContaining({ 'expiry-monitor.scan.completed.v1': 2 }),
      requests: { opened: 1 },
      approvals: { approved: 1, denied: 0 },
      links: { sent: 1, redeemed: 1, expired: 0 },
      retirementsScheduled: 1,
      renewals: { 'client-secret': { opened: 1, closed: 0 } },
      deadLetters: 0,
      tookMs: 5,
      firstEventMs: 1,
    });
  });

  test('counts renewals by kind, each once, and says so in a line', () => {
    const of = (id: string, kind: string) => ({ renewalId: id, credentialKind: kind });
    const { renewals } = reportOn(
      [
        event('renewal.requested', of('rn-a', 'client-secret')),
        event('renewal.requested', of('rn-a', 'client-secret')),
        event('renewal.requested', of('rn-b', 'client-secret')),
        event('renewal.closed', of('rn-b', 'client-secret')),
        event('renewal.closed', of('rn-c', 'client-certificate')),
        event('renewal.cancelled', of('rn-a', 'client-secret')),
      ],
      { deadLetters: 0, tookMs: 5, firstEventMs: 1 },
    );
    expect(renewals).toEqual({
      'client-certificate': { opened: 0, closed: 1 },
      'client-secret': { opened: 2, closed: 1 },
    });
    expect(kindsLine(renewals)).toBe(
      'Renewals by kind: client-certificate 0 opened, 1 closed; client-secret 2 opened, 1 closed.',
    );
    expect(kindsLine({})).toBe('No request was opened.');
  });

  test('tells each renewal in one row, in whatever order its events came', () => {
    expect(renewalsTable(A_RENEWAL)[1]?.split(/ {2,}/)).toEqual([
      'RITM1',
      'payroll',
      'approved',
      'redeemed',
      'removed on 2026-12-05',
    ]);
  });

  test.each([
    [
      'an approval that does not count',
      { outcome: 'refused', reason: 'NO_RECIPIENT' },
      'does not count: NO_RECIPIENT',
    ],
    ['a kind that people renew', { outcome: 'approved', credentialKind: 'client-certificate' }, 'by hand'],
  ])('shows %s', (_, more, words) => {
    expect(renewalsTable([event('renewal.approval-decided', about(2, more))])[1]).toContain(words);
  });

  test('says of a renewal without a request that there is none, and why, after all others', () => {
    const before = { ...about(3, { renewalId: 'rn-b', subjectName: 'sap' }), ticket: undefined };
    const lines = renewalsTable([
      event('renewal.cancelled', { ...before, cause: 'renewed-by-others' }),
      event('renewal.requested', about(1)),
    ]).map((line) => line.split(/ {2,}/));
    expect(lines.slice(1)).toEqual([
      ['RITM1', 'payroll', 'not decided yet'],
      ['no request yet', 'sap', 'called off: renewed-by-others'],
    ]);
  });

  test('shows what is held up until it goes on', () => {
    const paused = event('renewal.paused', about(3, { step: 'open-request', failure: 'UNAVAILABLE' }));
    expect(renewalsTable([paused])[1]).toContain('held up at open-request: UNAVAILABLE');
    expect(renewalsTable([paused, event('renewal.link-sent', about(4))])[1]).not.toContain('held up');
  });
});

describe('the narrator', () => {
  const told = (...events: PublishedEvent[]): string[] => {
    const lines: string[] = [];
    const tale = narrator((line) => lines.push(line));
    for (const each of events) tale.hear(each);
    tale.flush();
    return lines;
  };

  test('counts announcements by stage in one line', () => {
    const near = (stage: string) => event('credential.near-expiry', { stage });
    expect(told(near('urgent'), near('notice'), near('urgent'))).toEqual(['Announced 3: 2 urgent, 1 notice']);
  });

  test('names the first of many', () => {
    const requested = [1, 2, 3, 4, 5].map((n) =>
      event('renewal.requested', { ticket: `RITM${n}`, subjectName: 'app' }),
    );
    expect(told(...requested)).toEqual(['Requested 5: RITM1 app; RITM2 app; RITM3 app; and 2 more']);
  });

  test('knows the name of a redeemed link by its renewal', () => {
    expect(
      told(event('renewal.link-sent', about(4)), event('renewal.link-redeemed', { renewalId: 'rn-a' })),
    ).toEqual(['One-hour link mailed: payroll', 'Link redeemed: payroll']);
  });

  test('says what a scan could not read', () => {
    const unread = [{ what: 'vaults/x', reason: 'closed' }];
    const data = {
      credentialSource: 'key-vault',
      coverage: 'partial',
      credentials: 4,
      subjects: 3,
      unread,
      unreadTotal: 9,
    };
    expect(told(event('scan.completed', data))).toEqual([
      'Scanned key-vault: 4 credentials of 3 subjects, partial; not read: vaults/x (closed); and 8 more not read',
    ]);
  });
});

test('a name from a directory stays on its line', () => {
  expect(plain('a\r\nBcc: b\u001b[2J\u202Egpj.exe')).toBe('a Bcc: b [2J gpj.exe');
  expect(plain('x'.repeat(99), 10)).toBe(`${'x'.repeat(9)}…`);
});

test('a recipient opens what the app sealed, and nothing that was changed', async () => {
  const id = readId<LinkId>('AAAAAAAAAAAAAAAAAAAAAA');
  let share = '';
  const seal = sealer({
    wrap: (bytes) => {
      share = Buffer.from(bytes).toString('base64url');
      return Promise.resolve(ok({ wrapped: bytes, keyId: 'k' }));
    },
  });
  const ready = await seal.ready();
  if (!ready.ok) throw new Error('It did not seal.');
  const { linkKey, secret } = ready.value(id, 'the value', 'bound');
  const given = { ciphertext: secret.ciphertext, iv: secret.iv, share, boundTo: 'bound' };
  expect(openSealed(id, linkKey, given)).toBe('the value');
  expect(proofOf(id, linkKey)).toMatch(/^[\w-]{43}$/);
  expect(() => openSealed(id, linkKey, { ...given, boundTo: 'other' })).toThrow();
});
