import { describe, expect, test } from '@jest/globals';
import {
  addReport,
  type GivenReport,
  openReports,
  SAME_REPORT_WITHIN,
  saidBefore,
  takesBack,
} from '../../lib/domain/given-report.ts';
import { readId, type ReportId } from '../../lib/domain/ids.ts';
import { hours, instantOfMs, plus } from '../../lib/domain/time.ts';
import { aPerson, aRenewal, NOW } from '../support/builders.ts';

const report = (id: string, over: Partial<GivenReport> = {}): GivenReport => ({
  ...{ id: readId<ReportId>(id), by: aPerson('Ann'), kind: 'exposed', attempt: 1, said: undefined, at: NOW },
  ...over,
});
const [one, two] = [report('rp-1'), report('rp-2')];

describe('a report of the team', () => {
  test('is added once, and none is taken away', () => {
    expect(addReport([], one)).toEqual([one]);
    expect(addReport([one], two)).toEqual([one, two]);
    const all = [one, two];
    expect(addReport(all, report('rp-2', { said: 'again' }))).toBe(all);
  });

  test('said again within an hour by the same person is the same', () => {
    const again = (over: Partial<GivenReport>) => saidBefore([one], { ...two, ...over });
    expect(again({ at: instantOfMs(plus(NOW, SAME_REPORT_WITHIN) - 1) })).toBe(one);
    expect(again({ at: plus(NOW, SAME_REPORT_WITHIN) })).toBeUndefined();
    expect(again({ by: aPerson('Ben') })).toBeUndefined();
    expect(again({ kind: 'lost' })).toBeUndefined();
    expect(SAME_REPORT_WITHIN).toBe(hours(1));
  });

  test('is open until it was answered', () => {
    const r = aRenewal('redeemed');
    expect(openReports(r, [one, two])).toEqual([one, two]);
    const answered = { ...r, tended: { ...r.tended, answered: ['rp-1'] } };
    expect(openReports(answered, [one, two])).toEqual([two]);
  });

  test('takes back the credential that it is about, and no later one', () => {
    const r = aRenewal('redeemed');
    const { attempt } = r.made;
    const kinds = (['exposed', 'lost', 'misconfigured', 'unsure'] as const).map((kind) =>
      takesBack(r, report('rp-1', { kind, attempt })),
    );
    expect(kinds).toEqual([true, true, false, false]);
    expect(takesBack(r, report('rp-1', { attempt: attempt + 1 }))).toBe(false);
    expect(takesBack(aRenewal('approved'), report('rp-1', { attempt }))).toBe(false);
  });
});
