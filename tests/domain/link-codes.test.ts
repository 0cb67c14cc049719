import { describe, expect, test } from '@jest/globals';
import { advanceLink, type LinkCommand } from '../../lib/domain/link-advance.ts';
import { isCodeStale, type Link, LINK_LIFETIME, linkDueAt, wantedCode } from '../../lib/domain/link.ts';
import type { MailCode, MailCodes } from '../../lib/domain/mail-code.ts';
import { instantOfMs, minutes, plus, seconds } from '../../lib/domain/time.ts';
import { aLink, NOW } from '../support/builders.ts';

const code = (said: Partial<MailCode> = {}): MailCode => ({
  ...{ browser: 'b', askedAt: NOW, hash: undefined, tries: 0 },
  ...said,
});
const withCodes = (codes: MailCodes = { asked: 0, current: undefined }): Link => aLink({ codes });
const after = (link: Link, command: LinkCommand): Link => {
  const moved = advanceLink(link, command);
  if (!moved.ok) throw new Error(`${command.kind}: ${moved.failure}.`);
  return moved.value;
};
const told = (link: Link, command: LinkCommand): string => {
  const moved = advanceLink(link, command);
  return moved.ok ? moved.value.state : moved.failure;
};
const ask: LinkCommand = { kind: 'ask-code', browser: 'b', now: NOW };
const claim: LinkCommand = { kind: 'claim', claimHash: 'c', now: NOW };

describe('codes of a link', () => {
  test('are there only for who has no account to sign in with', () => {
    expect(told(aLink(), ask)).toBe('OUT_OF_ORDER');
    expect(after(withCodes(), ask)).toEqual(withCodes({ asked: 1, current: code() }));
  });

  test('are refused as the rules of codes say', () => {
    expect(told(withCodes({ asked: 3, current: undefined }), ask)).toBe('OUT_OF_ORDER');
    expect(told(withCodes(), { kind: 'mail-code', hash: 'h' })).toBe('OUT_OF_ORDER');
    expect(told(withCodes(), { kind: 'try-code', fits: true, now: NOW })).toBe('OUT_OF_ORDER');
  });

  test('rest while the answer of a claim may be repeated, and may be asked for afterwards, to report', () => {
    const claimed = after(withCodes(), claim);
    expect(told(claimed, ask)).toBe('OUT_OF_ORDER');
    const forgotten = after(claimed, { kind: 'forget', now: plus(NOW, seconds(120)) });
    expect(told(forgotten, ask)).toBe('claimed');
    expect(told(after(withCodes(), { kind: 'revoke', now: NOW }), ask)).toBe('revoked');
  });

  test('stay with a link that is over, and are not made up where there were none', () => {
    const codes = { asked: 2, current: code({ hash: 'h' }) };
    expect(after(withCodes(codes), { kind: 'revoke', now: NOW })).toHaveProperty('codes', codes);
    expect(after(aLink(), { kind: 'revoke', now: NOW })).not.toHaveProperty('codes');
  });

  test('that someone waits for are known, and when they were asked for', () => {
    const waiting = withCodes({ asked: 1, current: code() });
    expect(wantedCode(waiting)).toEqual(code());
    expect(wantedCode(withCodes({ asked: 1, current: code({ hash: 'h' }) }))).toBeUndefined();
    expect(wantedCode(withCodes())).toBeUndefined();
    expect(wantedCode(aLink())).toBeUndefined();
  });

  test('nobody waits for any more after ten minutes, to the millisecond', () => {
    const end = plus(NOW, minutes(10));
    expect([-1, 0].map((ms) => isCodeStale(code(), instantOfMs(end + ms)))).toEqual([false, true]);
  });

  test('make a link due at once, and then for its end', () => {
    const asked = plus(NOW, seconds(30));
    expect(linkDueAt(withCodes({ asked: 1, current: code({ askedAt: asked }) }))).toBe(asked);
    expect(linkDueAt(withCodes({ asked: 1, current: code({ askedAt: asked, hash: 'h' }) }))).toBe(
      plus(NOW, LINK_LIFETIME),
    );
  });
});

describe('a link that is over', () => {
  test('keeps its facts and nothing else', () => {
    const { sealed: _, ...facts } = aLink({ wrongProofs: 3 }) as Extract<Link, { state: 'issued' }>;
    expect(after(aLink({ wrongProofs: 3 }), { kind: 'revoke', now: NOW })).toEqual({
      ...facts,
      state: 'revoked',
      endedAt: NOW,
    });
  });

  test('keeps of its claim when it was, and that it was reported', () => {
    const { sealed: _, ...facts } = aLink() as Extract<Link, { state: 'issued' }>;
    const later = plus(NOW, minutes(5));
    const reports = [{ kind: 'exposed', at: later, answeredAt: undefined }];
    const report: LinkCommand = { kind: 'report', report: 'exposed', now: later };
    const reported = { ...facts, state: 'reported', because: 'exposed', endedAt: later, reports };
    expect(after(after(aLink(), claim), report)).toEqual({ ...reported, claimedAt: NOW });
    expect(after(aLink(), report)).toEqual({ ...reported, claimedAt: undefined });
  });

  test('keeps of what was stored when, and by which browser', () => {
    const { sealed: _, ...facts } = aLink() as Extract<Link, { state: 'issued' }>;
    const later = plus(NOW, minutes(1));
    expect(after(after(aLink(), claim), { kind: 'acknowledge', claimHash: 'c', now: later })).toEqual({
      ...facts,
      state: 'acknowledged',
      claimedAt: NOW,
      claimHash: 'c',
      acknowledgedAt: later,
    });
  });
});
