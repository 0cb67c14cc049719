import { describe, expect, test } from '@jest/globals';
import { faultsOfHanded, handedOf } from '../../lib/domain/handed-certificate.ts';
import type { PublicCertificate } from '../../lib/domain/public-certificate.ts';
import { advance } from '../../lib/domain/renewal-advance.ts';
import type { Renewal, RenewalCommand } from '../../lib/domain/renewal.ts';
import { dueAt, stepDueAt } from '../../lib/domain/renewal-step.ts';
import { isHandedIn } from '../../lib/domain/renewed-here.ts';
import { days, instantOfMs, minus, minutes, plus } from '../../lib/domain/time.ts';
import { aRenewal, commandsAt, HANDED, NOW } from '../support/builders.ts';

const LATER = plus(NOW, minutes(30));
const told = (renewal: Renewal, command: RenewalCommand): Renewal => {
  const moved = advance(renewal, command);
  if (!moved.ok) throw new Error(`${command.kind} was refused: ${moved.failure}`);
  return moved.value;
};
const ticks = [-1, 0, 1].map((ms) => ms as never);

describe('a certificate that its owner hands in', () => {
  test('is awaited from the approval on, with nothing asked yet', () => {
    expect(told(aRenewal('approved'), { kind: 'ask-certificate', now: LATER })).toMatchObject({
      state: 'awaiting-certificate',
      attempt: 0,
      since: LATER,
      nextLookAt: LATER,
      leaseUntil: LATER,
      linkId: undefined,
      askedAt: undefined,
      answered: [],
    });
  });

  test('is not asked for before the day that the team said', () => {
    const approved = aRenewal('approved');
    const later = { ...approved, tended: { ...approved.tended, notBefore: LATER } };
    expect(
      ticks.map((tick) => {
        const asked = advance(later, { kind: 'ask-certificate', now: plus(LATER, tick) });
        return asked.ok || asked.failure;
      }),
    ).toEqual(['NOT_YET', true, true]);
  });

  test('is asked for by one link at a time, and each counts', () => {
    const asked = told(aRenewal('awaiting-certificate'), commandsAt(NOW)['await-certificate']);
    const invited = told(asked, commandsAt(LATER).invite);
    expect(invited).toMatchObject({
      attempt: 1,
      linkId: (commandsAt(NOW).invite as { linkId: string }).linkId,
      askedAt: undefined,
      leaseUntil: plus(LATER, minutes(5)),
      nextLookAt: plus(LATER, minutes(5)),
    });
    expect(
      ticks.map((tick) => {
        const at = plus(plus(LATER, minutes(5)), tick);
        const [again, accepted] = [
          advance(invited, commandsAt(at).invite),
          advance(invited, commandsAt(at)['accept-certificate']),
        ];
        return [again.ok || again.failure, accepted.ok || accepted.failure];
      }),
    ).toEqual([
      ['LEASED', 'LEASED'],
      [true, true],
      [true, true],
    ]);
  });

  test('remembers when it was asked for, which files were answered, and when it is looked for next', () => {
    const waiting = told(aRenewal('awaiting-certificate'), commandsAt(LATER)['await-certificate']);
    expect(waiting).toMatchObject({
      askedAt: LATER,
      answered: ['file-1'],
      leaseUntil: LATER,
      nextLookAt: plus(LATER, minutes(15)),
    });
    expect(stepDueAt(waiting, LATER)).toBe(plus(LATER, minutes(15)));
  });

  test('is put in place under the key id that was noted, and is at its owner then', () => {
    const invited = told(aRenewal('awaiting-certificate'), commandsAt(NOW).invite);
    const accepted = told(invited, commandsAt(LATER)['accept-certificate']);
    expect(accepted).toMatchObject({
      state: 'placing-certificate',
      attempt: 2,
      certificate: HANDED,
      keyId: 'new-certificate',
      answered: ['file-1', 'file-2'],
      leaseUntil: LATER,
    });
    expect(accepted).not.toHaveProperty('nextLookAt');
    expect(dueAt(accepted, LATER)).toBe(LATER);
    const placed = told(accepted, commandsAt(LATER)['place-certificate']);
    expect(placed).toMatchObject({
      state: 'redeemed',
      redeemedAt: LATER,
      retireAt: plus(LATER, days(14)),
      made: {
        attempt: 2,
        keyId: 'new-certificate',
        expiresAt: HANDED.expiresAt,
        issuedAt: LATER,
        linkId: (commandsAt(NOW).invite as { linkId: string }).linkId,
      },
    });
    for (const key of ['certificate', 'keyId', 'answered', 'since', 'leaseUntil', 'attempt'])
      expect(placed).not.toHaveProperty(key);
  });

  test('that came without a link has none', () => {
    const placed = told(aRenewal('placing-certificate'), commandsAt(LATER)['place-certificate']);
    expect(placed.state === 'redeemed' && 'linkId' in placed.made).toBe(false);
  });

  test('is being put in place by one worker at a time', () => {
    const begun = told(aRenewal('placing-certificate'), commandsAt(NOW)['begin-placing']);
    const end = plus(NOW, minutes(5));
    expect(
      ticks.map((tick) => {
        const again = advance(begun, commandsAt(plus(end, tick))['begin-placing']);
        return again.ok || again.failure;
      }),
    ).toEqual(['LEASED', true, true]);
  });

  test('that the directory refuses is awaited anew, and what was answered is not answered again', () => {
    const declined = told(aRenewal('placing-certificate'), { kind: 'decline-certificate', now: LATER });
    expect(declined).toMatchObject({
      state: 'awaiting-certificate',
      attempt: 1,
      linkId: undefined,
      askedAt: undefined,
      nextLookAt: LATER,
      leaseUntil: LATER,
      answered: ['file-1', 'file-2'],
    });
    for (const key of ['certificate', 'keyId']) expect(declined).not.toHaveProperty(key);
  });

  test('is free for the next try when one was postponed', () => {
    for (const state of ['awaiting-certificate', 'placing-certificate'] as const) {
      const leased = { ...aRenewal(state), leaseUntil: plus(NOW, days(1)) };
      const paused = told(leased, commandsAt(LATER).postpone);
      expect(paused.state === 'paused' && paused.from).toMatchObject({ leaseUntil: LATER });
    }
  });

  test('that is called off waits for whoever is at it, and its link goes with it', () => {
    const invited = told(aRenewal('awaiting-certificate'), commandsAt(NOW).invite);
    expect(told(invited, commandsAt(LATER).cancel)).toMatchObject({
      state: 'cancelling',
      linkId: (commandsAt(NOW).invite as { linkId: string }).linkId,
      past: { attempts: 1 },
      notBefore: LATER,
    });
    expect(told(invited, commandsAt(NOW).cancel)).toMatchObject({ notBefore: plus(NOW, minutes(5)) });
  });

  test('goes to the next owner, and to nobody who approved it', () => {
    const passed = told(aRenewal('awaiting-certificate'), { kind: 'pass-on' });
    expect(passed).toMatchObject({
      state: 'approved',
      attempt: 0,
      recipient: { person: { displayName: 'Dora' } },
    });
    expect(passed).not.toHaveProperty('answered');
  });

  test('whose approval is void is asked for again with attempts that count on', () => {
    const invited = told(aRenewal('awaiting-certificate'), commandsAt(NOW).invite);
    expect(told(invited, commandsAt(LATER)['void-approval'])).toMatchObject({
      state: 'requested',
      past: { attempts: 1 },
    });
  });

  test('is for client certificates of applications alone', () => {
    expect(isHandedIn({ source: 'entra-applications', kind: 'client-certificate' })).toBe(true);
    expect(isHandedIn({ source: 'entra-applications', kind: 'client-secret' })).toBe(false);
    expect(isHandedIn({ source: 'entra-service-principals', kind: 'client-certificate' })).toBe(false);
  });
});

describe('what is handed in', () => {
  const certificate: PublicCertificate = {
    der: 'MIIB',
    subject: 'CN=x',
    issuer: 'CN=x',
    serialNumber: '01',
    startsAt: minus(NOW, days(1)),
    expiresAt: plus(NOW, days(300)),
    thumbprint: 'AB'.repeat(20),
    publicKey: 'AAAA',
    key: { kind: 'rsa', bits: 2048 },
    signatureHash: 'sha256',
  };
  const wanted = { present: [], replacesOneUntil: plus(NOW, days(5)), longestLifetime: days(365) };
  const codes = (changed: Partial<PublicCertificate>, rules: Partial<typeof wanted> = {}) =>
    faultsOfHanded({ ...certificate, ...changed }, { ...wanted, ...rules }, NOW).map(({ code }) => code);

  test('keeps of a certificate what a directory is told, and no more', () => {
    expect(handedOf(certificate)).toEqual({
      der: 'MIIB',
      thumbprint: 'AB'.repeat(20),
      startsAt: minus(NOW, days(1)),
      expiresAt: plus(NOW, days(300)),
    });
  });

  test('is judged by what Entra takes, what is there, what it replaces, and the policy', () => {
    expect(codes({})).toEqual([]);
    expect(codes({ key: { kind: 'ec', curve: 'P-256', bits: 256 } })).toEqual(['KEY_KIND']);
    expect(codes({}, { present: ['AB'.repeat(20)] as never })).toEqual(['SAME_AS_OLD']);
    expect(codes({ expiresAt: plus(NOW, days(5)) })).toEqual(['ENDS_NO_LATER']);
    expect(codes({ expiresAt: plus(NOW, days(365)) })).toEqual(['LONGER_THAN_POLICY']);
    expect(codes({ startsAt: instantOfMs(NOW + days(1)) })).toEqual(['NOT_YET_VALID']);
  });
});
