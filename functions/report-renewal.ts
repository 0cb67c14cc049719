import { reportRenewalOperation } from '../lib/api/reports.ts';
import { readId, type RenewalId } from '../lib/domain/ids.ts';
import { toIso } from '../lib/domain/time.ts';
import type { WatchDeps } from '../lib/roles.ts';
import { giveReport, type ReportFailure } from '../lib/use-cases/give-report.ts';
import { type Reply, serveOperation } from './api.ts';
import type { FunctionFile } from './runtime.ts';
import { PERSON_NEEDED } from './silence-problems.ts';

/** Somebody of the team reports what a renewal made. */
export const reportRenewalFunction: FunctionFile<WatchDeps> = (runtime, deps) => {
  const report = giveReport(deps);
  serveOperation(runtime, deps, reportRenewalOperation, async ({ caller, params, body }) => {
    if (caller.kind !== 'person') return PERSON_NEEDED;
    const given = await report(readId<RenewalId>(params.id), { kind: body.kind, said: body.said }, caller);
    if (!given.ok) return PROBLEMS[given.failure];
    const { id, kind, at } = given.value;
    return { status: 202, body: { report: { id, kind, at: toIso(at) } } };
  });
};

const PROBLEMS: Readonly<Record<ReportFailure, Extract<Reply<never>, { readonly problem: string }>>> = {
  UNKNOWN_RENEWAL: {
    problem: 'not-found',
    detail: 'No such renewal is known. Its id stands on its request: rn-…',
  },
  NOTHING_MADE: {
    problem: 'conflict',
    detail: 'This renewal has made nothing yet, or people renew it. Report the credential to the team.',
  },
  BUSY: { problem: 'conflict', detail: 'Others report at this moment. Try again.' },
};
