import { describe, expect, test } from '@jest/globals';
import { advanceLink } from '../../lib/domain/link-advance.ts';
import { type Link, linkDueAt, tombstoneOf } from '../../lib/domain/link.ts';
import type { ReportKind } from '../../lib/domain/link-report.ts';
import { days, minutes, plus } from '../../lib/domain/time.ts';
import { aLink, NOW } from '../support/builders.ts';

const comeBack = (link: Link) => advanceLink(link, { kind: 'come-back', now: NOW });
const undelivered = (): Link => {
  const ended = comeBack(aLink());
  if (!ended.ok) throw new Error(ended.failure);
  return ended.value;
};

describe('a link whose mail came back', () => {
  test('is over, keeps its facts and loses its secret', () => {
    const { id, renewalId, recipient } = aLink();
    expect(undelivered()).toMatchObject({ state: 'undelivered', endedAt: NOW, id, renewalId, recipient });
    expect(JSON.stringify(undelivered())).not.toContain('ciphertext');
    expect(linkDueAt(undelivered())).toBeUndefined();
  });

  test('tells whoever has the mail after all that it was withdrawn, and whom to ask', () => {
    for (const now of [NOW, plus(NOW, days(1))])
      expect(tombstoneOf(undelivered(), now)).toEqual({
        state: 'revoked',
        at: NOW,
        bySelf: false,
        next: 'contact-team',
      });
  });

  test('moves no more, whatever comes', () => {
    const link = undelivered();
    const now = plus(NOW, minutes(61));
    expect(comeBack(link).ok).toBe(false);
    for (const kind of ['expire', 'revoke', 'forget', 'withhold', 'wrong-proof'] as const)
      expect(advanceLink(link, { kind, now }).ok).toBe(false);
    expect(advanceLink(link, { kind: 'claim', claimHash: 'x', now: NOW }).ok).toBe(false);
    for (const report of ['exposed', 'lost', 'misconfigured', 'unsure', 'not-me'] satisfies ReportKind[])
      expect(advanceLink(link, { kind: 'report', report, now }).ok).toBe(false);
  });

  test('was not claimed: what is claimed, acknowledged or over is not ended by a mail', () => {
    const claimed = advanceLink(aLink(), { kind: 'claim', claimHash: 'x', now: NOW });
    const over = advanceLink(aLink(), { kind: 'revoke', now: NOW });
    if (!claimed.ok || !over.ok) throw new Error('It was refused.');
    const kept = advanceLink(claimed.value, { kind: 'acknowledge', claimHash: 'x', now: NOW });
    if (!kept.ok) throw new Error('It was refused.');
    for (const link of [claimed.value, kept.value, over.value])
      expect(comeBack(link)).toEqual({ ok: false, failure: 'OUT_OF_ORDER' });
  });
});
