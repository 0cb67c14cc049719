import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { advanceLink, type LinkCommand } from '../../lib/domain/link-advance.ts';
import { isAsBound } from '../../lib/domain/link-binding.ts';
import type { ReportKind } from '../../lib/domain/link-report.ts';
import {
  isRepeat,
  type Link,
  LINK_LIFETIME,
  linkDueAt,
  REPEAT_WINDOW,
  tombstoneOf,
  WRONG_PROOF_LIMIT,
} from '../../lib/domain/link.ts';
import { days, hours, type Instant, instantOfMs, plus, seconds } from '../../lib/domain/time.ts';
import { aLink, aPerson, NOW } from '../support/builders.ts';

const HASH = 'the browser that came first';
const END = plus(NOW, LINK_LIFETIME);
const done = (link: Link, command: LinkCommand): Link => {
  const result = advanceLink(link, command);
  if (!result.ok) throw new Error(`${command.kind} was refused: ${result.failure}`);
  return result.value;
};
const claimed = (now: Instant = NOW): Link => done(aLink(), { kind: 'claim', claimHash: HASH, now });
const acknowledged = (): Link => done(claimed(), { kind: 'acknowledge', claimHash: HASH, now: NOW });
const expired = (): Link => done(aLink(), { kind: 'expire', now: END });
const revoked = (): Link => done(aLink(), { kind: 'revoke', now: NOW });
const frozen = (): Link =>
  done(aLink({ wrongProofs: WRONG_PROOF_LIMIT - 1 }), { kind: 'wrong-proof', now: NOW });
const reported = (report: ReportKind, link: Link = claimed()): Link =>
  done(link, { kind: 'report', report, now: NOW });
const told = (link: Link, command: LinkCommand): string => {
  const result = advanceLink(link, command);
  return result.ok ? result.value.state : result.failure;
};
const around = (edge: Instant) => [-1, 0, 1].map((ms) => instantOfMs(edge + ms));
const holdsSecret = (link: Link): boolean => JSON.stringify(link).includes('ciphertext');

describe('a link', () => {
  test('lives an hour, and its answer two minutes', () => {
    expect([LINK_LIFETIME, REPEAT_WINDOW]).toEqual([hours(1), seconds(120)]);
  });

  test('is claimed once, and by nobody after that', () => {
    expect(told(claimed(), { kind: 'claim', claimHash: HASH, now: NOW })).toBe('OVER');
    expect(told(claimed(), { kind: 'claim', claimHash: 'another', now: NOW })).toBe('OVER');
  });

  test('opens in the last millisecond of its hour and not in the next', () => {
    const claims = around(END).map((now) => told(aLink(), { kind: 'claim', claimHash: HASH, now }));
    expect(claims).toEqual(['claimed', 'OVER', 'OVER']);
    const over = { state: 'expired', at: END, bySelf: false, next: 'ask-for-new' };
    expect(around(END).map((now) => tombstoneOf(aLink(), now))).toEqual([undefined, over, over]);
  });

  test('ends in the very millisecond in which it no longer opens, and not before', () => {
    expect(around(END).map((now) => told(aLink(), { kind: 'expire', now }))).toEqual([
      'OUT_OF_ORDER',
      'expired',
      'expired',
    ]);
  });

  test.each([
    ['claimed', claimed(), { state: 'claimed', at: NOW, bySelf: true, next: 'report-if-not-you' }],
    [
      'acknowledged',
      acknowledged(),
      { state: 'acknowledged', at: NOW, bySelf: true, next: 'report-if-not-you' },
    ],
    ['expired', expired(), { state: 'expired', at: END, bySelf: false, next: 'ask-for-new' }],
    ['frozen', frozen(), { state: 'frozen', at: NOW, bySelf: true, next: 'ask-for-new' }],
    ['withdrawn', revoked(), { state: 'revoked', at: NOW, bySelf: false, next: 'see-newer-mail' }],
    ['lost', reported('lost'), { state: 'reported', at: NOW, bySelf: true, next: 'see-newer-mail' }],
    ['exposed', reported('exposed'), { state: 'reported', at: NOW, bySelf: true, next: 'ask-for-new' }],
    [
      'opened by another',
      reported('not-me'),
      { state: 'reported', at: NOW, bySelf: true, next: 'contact-team' },
    ],
  ] as const)('that is %s says so, since when, and what helps, also after its hour', (_what, link, said) => {
    expect(tombstoneOf(link, NOW)).toEqual(said);
    expect(tombstoneOf(link, plus(END, days(1)))).toEqual(said);
    expect(told(link, { kind: 'claim', claimHash: HASH, now: NOW })).toBe('OVER');
    expect(holdsSecret(link)).toBe(link.state === 'claimed');
  });

  test('is over by the twentieth wrong proof, and not by the nineteenth', () => {
    let link = aLink();
    const states = Array.from({ length: 20 }, () => {
      link = done(link, { kind: 'wrong-proof', now: NOW });
      return link.state;
    });
    expect(states.indexOf('frozen')).toBe(19);
    expect(holdsSecret(link)).toBe(false);
  });

  test('that is over or used counts no wrong proofs', () => {
    for (const link of [claimed(), expired(), revoked(), frozen(), reported('lost')])
      expect(told(link, { kind: 'wrong-proof', now: NOW })).toBe('OUT_OF_ORDER');
    expect(told(aLink(), { kind: 'wrong-proof', now: END })).toBe('OUT_OF_ORDER');
  });

  test('that was claimed is not revoked and does not expire', () => {
    expect(told(claimed(), { kind: 'revoke', now: NOW })).toBe('OUT_OF_ORDER');
    expect(told(claimed(), { kind: 'expire', now: END })).toBe('OUT_OF_ORDER');
  });

  test('whose claim came too late by the clock of the store has expired, and gives nothing any more', () => {
    const withheld = done(claimed(), { kind: 'withhold', now: END });
    expect(withheld.state).toBe('expired');
    expect(holdsSecret(withheld)).toBe(false);
    expect(told(aLink(), { kind: 'withhold', now: END })).toBe('OUT_OF_ORDER');
  });

  test('is as it was bound, or it is not opened', () => {
    const link = aLink();
    const { sealed } = link as Extract<Link, { state: 'issued' }>;
    expect(isAsBound(link, sealed!)).toBe(true);
    for (const changed of [
      aLink({ notAfter: plus(END, 1 as never) }),
      aLink({ keyId: 'new-2' }),
      aLink({ recipient: aPerson('Mallory') }),
      aLink({ of: { ...link.of, nativeId: 'another' } }),
      aLink({ id: 'BBECAwQFBgcICQoLDA0ODw' as never }),
    ])
      expect(isAsBound(changed, sealed!)).toBe(false);
  });
});

describe('a recipient who has stored the secret', () => {
  test('says so once, and nothing of it is kept', () => {
    expect(acknowledged()).toMatchObject({ state: 'acknowledged', acknowledgedAt: NOW });
    expect(holdsSecret(acknowledged())).toBe(false);
    const again = { kind: 'acknowledge', claimHash: HASH, now: END } as const;
    expect(advanceLink(acknowledged(), again)).toEqual({ ok: true, value: acknowledged() });
  });

  test('is believed only from the browser that had it', () => {
    expect(told(claimed(), { kind: 'acknowledge', claimHash: 'another', now: NOW })).toBe('OVER');
    expect(told(aLink(), { kind: 'acknowledge', claimHash: HASH, now: NOW })).toBe('OVER');
  });
});

describe('a report', () => {
  test('that somebody else had it is not heard any more once it was exposed, and being lost is', () => {
    const exposed = reported('exposed');
    expect(told(exposed, { kind: 'report', report: 'not-me', now: NOW })).toBe('OVER');
    expect(told(exposed, { kind: 'report', report: 'lost', now: NOW })).toBe('reported');
  });

  test('is answered once, and when that was stays', () => {
    const once = done(reported('exposed'), { kind: 'answer-reports', now: NOW });
    const twice = done(once, { kind: 'answer-reports', now: plus(NOW, hours(1)) });
    expect(twice.reports.map(({ answeredAt }) => answeredAt)).toEqual([NOW]);
  });

  const report = (kind: ReportKind): LinkCommand => ({ kind: 'report', report: kind, now: NOW });
  const OVER = ['OVER', 'OVER', 'OVER', 'expired', 'expired'];

  test.each([
    ['issued', aLink(), ['reported', 'reported', 'reported', 'issued', 'issued']],
    ['claimed', claimed(), ['reported', 'reported', 'reported', 'claimed', 'claimed']],
    ['acknowledged', acknowledged(), ['reported', 'reported', 'reported', 'acknowledged', 'acknowledged']],
    ['expired', expired(), ['OVER', 'OVER', 'reported', 'expired', 'expired']],
    ['frozen', frozen(), ['OVER', 'OVER', 'reported', 'frozen', 'frozen']],
    ['withdrawn', revoked(), OVER.map(() => 'OVER')],
  ] as const)('of a link that is %s ends it, or is a remark', (_what, link, states) => {
    const kinds = ['exposed', 'not-me', 'lost', 'misconfigured', 'unsure'] as const;
    expect(kinds.map((kind) => told(link, report(kind)))).toEqual(states);
  });

  test('that others have seen the secret may be followed by the wish for another, and nothing else may', () => {
    expect(told(reported('exposed'), report('lost'))).toBe('reported');
    expect(reported('lost', reported('exposed'))).toMatchObject({ because: 'lost' });
    expect(told(reported('not-me'), report('lost'))).toBe('OVER');
    expect(told(reported('lost'), report('exposed'))).toBe('OVER');
  });

  test('that is made twice is heard once', () => {
    const once = reported('unsure');
    expect(advanceLink(once, report('unsure'))).toEqual({ ok: true, value: once });
    expect(once.reports).toEqual([{ kind: 'unsure', at: NOW, answeredAt: undefined }]);
  });

  test('keeps a link due until it is answered', () => {
    const remark = reported('unsure', acknowledged());
    expect(linkDueAt(remark)).toBe(NOW);
    expect(linkDueAt(done(remark, { kind: 'answer-reports', now: END }))).toBeUndefined();
    expect(linkDueAt(reported('lost'))).toBe(NOW);
  });
});

describe('the same browser', () => {
  const windowEnd = plus(NOW, REPEAT_WINDOW);

  test('may ask again until two minutes have passed', () => {
    expect(around(windowEnd).map((now) => isRepeat(claimed(), HASH, now))).toEqual([true, false, false]);
  });

  test('may ask again past the hour, if it claimed in its last second', () => {
    const late = instantOfMs(END - 1);
    expect(isRepeat(claimed(late), HASH, plus(END, seconds(60)))).toBe(true);
  });

  test('is no other browser, and an unclaimed link has none', () => {
    expect(isRepeat(claimed(), 'another', NOW)).toBe(false);
    expect(isRepeat(aLink(), HASH, NOW)).toBe(false);
  });

  test('has had its answer when the secret is forgotten, which is not before it may no longer ask', () => {
    expect(around(windowEnd).map((now) => told(claimed(), { kind: 'forget', now }))).toEqual([
      'OUT_OF_ORDER',
      'claimed',
      'claimed',
    ]);
    expect(done(claimed(), { kind: 'forget', now: windowEnd })).toMatchObject({ sealed: undefined });
    expect(told(aLink(), { kind: 'forget', now: END })).toBe('OUT_OF_ORDER');
  });
});

describe('a link is due', () => {
  test.each([
    ['when its hour is over', aLink(), END],
    ['when its answer is to be forgotten', claimed(), plus(NOW, REPEAT_WINDOW)],
    ['never again, when all is forgotten', done(claimed(), { kind: 'forget', now: END }), undefined],
    ['never again, when it was acknowledged', acknowledged(), undefined],
    ['never again, when it was revoked', revoked(), undefined],
    ['never again, when it expired', expired(), undefined],
  ])('%s', (_when, link, due) => {
    expect(linkDueAt(link)).toBe(due);
  });
});

describe('whatever happens to a link', () => {
  const commands = fc.array(
    fc.record({
      kind: fc.constantFrom(
        ...(['claim', 'withhold', 'acknowledge', 'expire', 'revoke', 'forget', 'report'] as const),
        ...(['answer-reports', 'wrong-proof'] as const),
      ),
      claimHash: fc.constantFrom(HASH, 'another'),
      report: fc.constantFrom<ReportKind>('exposed', 'lost', 'misconfigured', 'unsure', 'not-me'),
      wait: fc.oneof(fc.integer({ min: 0, max: seconds(200) }), fc.constant(hours(1))),
    }),
    { maxLength: 25 },
  );

  test('it is claimed at most once, within its hour, and holds no secret when it is over', () => {
    fc.assert(
      fc.property(commands, (story) => {
        let link = aLink();
        let now: Instant = NOW;
        let claims = 0;
        for (const { wait, ...command } of story) {
          now = instantOfMs(now + wait);
          const result = advanceLink(link, { ...command, now });
          if (!result.ok) continue;
          link = result.value;
          if (command.kind === 'claim') {
            claims += 1;
            expect(now).toBeLessThan(link.notAfter);
          }
          if (link.state !== 'issued' && link.state !== 'claimed') expect(holdsSecret(link)).toBe(false);
          if (command.kind === 'forget') expect(holdsSecret(link)).toBe(false);
          const kinds = link.reports.map(({ kind }) => kind);
          expect(new Set(kinds).size).toBe(kinds.length);
        }
        expect(claims).toBeLessThanOrEqual(1);
      }),
      { numRuns: 300 },
    );
  });
});
