import type { ReportId } from './ids.ts';
import type { ReportKind } from './link-report.ts';
import { isSamePerson, type PersonKey } from './person.ts';
import type { ActiveRenewal } from './renewal.ts';
import { type Duration, hours, type Instant, plus } from './time.ts';

/** What the team can say by the API of a credential that we made; a recipient can say more, on the page of the link. */
export type GivenReportKind = Extract<ReportKind, 'exposed' | 'lost' | 'misconfigured' | 'unsure'>;

/** Somebody of the team says that something is wrong with what a renewal made. */
export interface GivenReport {
  readonly id: ReportId;
  readonly by: PersonKey;
  readonly kind: GivenReportKind;
  /** Which attempt's credential it is about: what comes after it is another one. */
  readonly attempt: number;
  /** Hostile text. */
  readonly said: string | undefined;
  readonly at: Instant;
}

/** Adds a report; the same list when it is there already. Reports are only added. */
export const addReport = (all: readonly GivenReport[], report: GivenReport): readonly GivenReport[] =>
  all.some(({ id }) => id === report.id) ? all : [...all, report];

/** Who says the same twice within so long means the same credential, though another may have been made meanwhile. */
export const SAME_REPORT_WITHIN: Duration = hours(1);

/** The report that a person has just made, if they make it again. */
export const saidBefore = (
  all: readonly GivenReport[],
  { kind, by, at }: Pick<GivenReport, 'kind' | 'by' | 'at'>,
): GivenReport | undefined =>
  all.find((one) => one.kind === kind && isSamePerson(one.by, by) && at < plus(one.at, SAME_REPORT_WITHIN));

/** Those that nothing was done about yet. */
export const openReports = (r: ActiveRenewal, all: readonly GivenReport[]): readonly GivenReport[] =>
  all.filter(({ id }) => r.tended.answered?.includes(id) !== true);

/** Whether a report takes back what stands there now: the credential that it is about, and no later one. */
export const takesBack = (r: ActiveRenewal, { kind, attempt }: GivenReport): boolean =>
  (kind === 'exposed' || kind === 'lost') && 'made' in r && r.made.attempt === attempt;
