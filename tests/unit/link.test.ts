import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  advanceLink,
  isFrozen,
  isRepeat,
  type Link,
  LINK_LIFETIME,
  type LinkCommand,
  linkDueAt,
  refusalToOpen,
  REPEAT_WINDOW,
  WRONG_PROOF_LIMIT,
} from '../../lib/domain/link.ts';
import { days, hours, type Instant, instantOfMs, plus, seconds } from '../../lib/domain/time.ts';
import { aLink, NOW } from '../support/builders.ts';

const HASH = 'the browser that came first';
const END = plus(NOW, LINK_LIFETIME);
const done = (link: Link, command: LinkCommand): Link => {
  const result = advanceLink(link, command);
  if (!result.ok) throw new Error(`${command.kind} was refused: ${result.failure}`);
  return result.value;
};
const claimed = (now: Instant = NOW): Link => done(aLink(), { kind: 'claim', claimHash: HASH, now });
const told = (link: Link, command: LinkCommand): string => {
  const result = advanceLink(link, command);
  return result.ok ? result.value.state : result.failure;
};
const around = (edge: Instant) => [-1, 0, 1].map((ms) => instantOfMs(edge + ms));

describe('a link', () => {
  test('lives an hour, and its answer two minutes', () => {
    expect([LINK_LIFETIME, REPEAT_WINDOW]).toEqual([hours(1), seconds(120)]);
  });

  test('is claimed once, and by nobody after that', () => {
    expect(told(claimed(), { kind: 'claim', claimHash: HASH, now: NOW })).toBe('LINK_USED');
    expect(told(claimed(), { kind: 'claim', claimHash: 'another', now: NOW })).toBe('LINK_USED');
  });

  test('opens in the last millisecond of its hour and not in the next', () => {
    const claims = around(END).map((now) => told(aLink(), { kind: 'claim', claimHash: HASH, now }));
    expect(claims).toEqual(['claimed', 'LINK_EXPIRED', 'LINK_EXPIRED']);
    expect(around(END).map((now) => refusalToOpen(aLink(), now))).toEqual([
      undefined,
      'LINK_EXPIRED',
      'LINK_EXPIRED',
    ]);
  });

  test('ends in the very millisecond in which it no longer opens, and not before', () => {
    expect(around(END).map((now) => told(aLink(), { kind: 'expire', now }))).toEqual([
      'OUT_OF_ORDER',
      'expired',
      'expired',
    ]);
  });

  test.each([
    [claimed(), 'LINK_USED'],
    [done(aLink(), { kind: 'revoke', now: NOW }), 'LINK_REVOKED'],
    [done(aLink(), { kind: 'expire', now: END }), 'LINK_EXPIRED'],
    [aLink({ wrongProofs: WRONG_PROOF_LIMIT }), 'LINK_FROZEN'],
    [aLink(), undefined],
  ])('says why it does not open, also after its hour: %#', (link, reason) => {
    expect(refusalToOpen(link, NOW)).toBe(reason);
    const later = refusalToOpen(link, plus(END, days(1)));
    expect(later).toBe(link.state === 'issued' ? 'LINK_EXPIRED' : reason);
  });

  test('is frozen by the twentieth wrong proof, and not by the nineteenth', () => {
    let link = aLink();
    const frozen = Array.from({ length: 20 }, () => {
      link = done(link, { kind: 'wrong-proof' });
      return isFrozen(link);
    });
    expect(frozen.indexOf(true)).toBe(19);
    expect(told(link, { kind: 'claim', claimHash: HASH, now: NOW })).toBe('LINK_FROZEN');
    expect(told(link, { kind: 'expire', now: END })).toBe('expired');
    expect(told(link, { kind: 'revoke', now: NOW })).toBe('revoked');
  });

  test('that is over or used counts no wrong proofs', () => {
    expect(told(claimed(), { kind: 'wrong-proof' })).toBe('OUT_OF_ORDER');
    expect(told(done(aLink(), { kind: 'revoke', now: NOW }), { kind: 'wrong-proof' })).toBe('OUT_OF_ORDER');
  });

  test('that was claimed is not revoked and does not expire', () => {
    expect(told(claimed(), { kind: 'revoke', now: NOW })).toBe('OUT_OF_ORDER');
    expect(told(claimed(), { kind: 'expire', now: END })).toBe('OUT_OF_ORDER');
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
    ['never again, when it was revoked', done(aLink(), { kind: 'revoke', now: NOW }), undefined],
    ['never again, when it expired', done(aLink(), { kind: 'expire', now: END }), undefined],
  ])('%s', (_when, link, due) => {
    expect(linkDueAt(link)).toBe(due);
  });
});

describe('whatever happens to a link', () => {
  const commands = fc.array(
    fc.record({
      kind: fc.constantFrom('claim', 'expire', 'revoke', 'forget', 'wrong-proof'),
      claimHash: fc.constantFrom(HASH, 'another'),
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
        for (const { kind, claimHash, wait } of story) {
          now = instantOfMs(now + wait);
          const result = advanceLink(link, { kind, claimHash, now });
          if (!result.ok) continue;
          link = result.value;
          if (kind === 'claim') {
            claims += 1;
            expect(now).toBeLessThan(link.notAfter);
          }
          const holds = JSON.stringify(link).includes('ciphertext');
          if (link.state === 'expired' || link.state === 'revoked') expect(holds).toBe(false);
          if (kind === 'forget') expect(holds).toBe(false);
        }
        expect(claims).toBeLessThanOrEqual(1);
      }),
      { numRuns: 300 },
    );
  });
});
