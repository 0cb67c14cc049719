import { isWaiting } from '../domain/kept-silence.ts';
import type { Tenant } from '../domain/tenant.ts';
import type { Log } from '../ports/log.ts';
import type { Silences } from '../ports/silences.ts';
import type { WeeklyList } from '../ports/texts.ts';
import { unreadable } from './each-due.ts';
import { isClutter } from './list-clean-up.ts';
import { survey, type SurveyDeps } from './survey.ts';

interface Deps extends SurveyDeps {
  readonly silences: Silences;
  readonly log: Log;
}

/** What is silent in a tenant, and what can be removed; undefined when there is neither. */
export const weeklyView = async (
  deps: Deps,
  { id, name, environment }: Tenant,
): Promise<WeeklyList | undefined> => {
  const silent: WeeklyList['silent'][number][] = [];
  for await (const { silence, of, ended } of deps.silences.list(id, unreadable(deps.log)))
    if (ended === undefined)
      silent.push({
        applicationName: of.name,
        kind: of.kind,
        environment: of.environment,
        silence: silence.kind,
        isWaiting: isWaiting(silence),
        reason: silence.reason,
        until: silence.until,
      });
  const removable: WeeklyList['removable'][number][] = [];
  for await (const one of survey(deps)(id)) {
    const { subject, credential } = one;
    if (one.isArmed && isClutter(one) && credential.expiresAt !== undefined)
      removable.push({
        applicationName: subject.name,
        kind: credential.kind,
        credentialName: credential.name,
        environment: subject.environment,
        expiredAt: credential.expiresAt,
      });
  }
  if (silent.length === 0 && removable.length === 0) return undefined;
  return {
    tenantName: name,
    environment,
    now: deps.clock.now(),
    silent: silent.sort((a, b) => a.until - b.until),
    removable: removable.sort((a, b) => a.expiredAt - b.expiredAt),
  };
};
