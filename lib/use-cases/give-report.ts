import type { GivenDecisions } from '../domain/given-decision.ts';
import { addReport, type GivenReport, saidBefore } from '../domain/given-report.ts';
import { type Digest, type RenewalId, reportId } from '../domain/ids.ts';
import type { PersonKey } from '../domain/person.ts';
import { active } from '../domain/renewal.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import { toIso } from '../domain/time.ts';
import type { Decisions } from '../ports/decisions.ts';
import type { Renewals } from '../ports/renewals.ts';
import { eventMessage } from './outgoing.ts';
import { commitAndSend, type Sending } from './send-pending.ts';

interface Deps extends Sending {
  readonly renewals: Renewals;
  readonly decisions: Decisions;
  readonly digest: Digest;
}

export type ReportFailure = 'UNKNOWN_RENEWAL' | 'NOTHING_MADE' | 'BUSY';

const TRIES = 5;

/**
 * Somebody of the team reports what a renewal made. It is written down with the event that says so; those who renew read it and
 * do what follows.
 */
export const giveReport = (deps: Deps) => {
  const commit = commitAndSend(deps);
  return async (
    renewalId: RenewalId,
    { kind, said }: Pick<GivenReport, 'kind' | 'said'>,
    by: PersonKey,
  ): Promise<Result<GivenReport, ReportFailure>> => {
    const renewal = await deps.renewals.find(renewalId);
    if (renewal === undefined) return fail('UNKNOWN_RENEWAL');
    const at = active(renewal.state);
    if (!('made' in at)) return fail('NOTHING_MADE');
    const { tenant, environment } = at.of;
    const { attempt } = at.made;
    const now = deps.clock.now();
    const id = reportId(deps.digest, renewalId, `${attempt}/${kind}`, `${by.tenant}/${by.objectId}`);
    const report: GivenReport = {
      ...{ id, kind, said, attempt, at: now },
      by: { tenant: by.tenant, objectId: by.objectId },
    };
    const event = eventMessage(deps.digest, {
      ...{ type: 'expiry-monitor.renewal.report-given.v1', tenant, about: renewalId, at: now },
      transition: id,
      data: {
        ...{ tenantId: tenant, environment, renewalId, reportId: id, report: kind, attempt },
        reportedAt: toIso(now),
        reporter: { tenantId: by.tenant, objectId: by.objectId },
      },
    });
    const key = { tenant, renewalId };
    for (let attempted = 0; attempted < TRIES; attempted += 1) {
      const stored = await deps.decisions.find(key);
      const before: GivenDecisions = stored?.state ?? { renewalId, tenant, decisions: [] };
      const all = before.reports ?? [];
      const earlier = saidBefore(all, report);
      if (earlier !== undefined) return ok(earlier);
      const reports = addReport(all, report);
      if (reports === all) return ok(all.find((one) => one.id === id) ?? report);
      const saved = await commit(deps.decisions, key, {
        ...{ expected: stored?.version ?? ('absent' as const), state: { ...before, reports } },
        ...{ dueAt: undefined, messages: [event] },
      });
      if (saved.ok) return ok(report);
    }
    return fail('BUSY');
  };
};
