import type { Credential } from '../domain/credential.ts';
import type { Explanation } from '../domain/explanation.ts';
import type { Told } from '../domain/judged.ts';
import type { Action } from '../domain/policy.ts';
import type { ActiveRenewal } from '../domain/renewal.ts';
import type { SilenceStanding } from '../domain/silence.ts';
import { days, type Instant, toIso } from '../domain/time.ts';

/** What people are told of the way to a verdict. */
export const explanationView = (
  credential: Credential,
  e: Explanation,
  renewal: ActiveRenewal | undefined,
) => ({
  credentialId: credential.id,
  kind: credential.kind,
  keyId: credential.keyId,
  ...known('name', credential.name),
  ...known('startsAt', iso(credential.startsAt)),
  ...known('expiresAt', iso(credential.expiresAt)),
  verdict: e.verdict.kind,
  because: e.verdict.kind === 'quiet' ? e.verdict.reason : `${e.verdict.stage}, ${e.verdict.severity}`,
  asked: e.asked.map(({ asks, answer, reason }) => ({ asks, answer, reason })),
  stage: e.stage,
  ...known('stageFrom', iso(e.stageFrom)),
  ...known('nextStageAt', iso(e.nextStageAt)),
  ...known('nextLookAt', iso(e.nextLookAt)),
  severity: e.severity,
  impact: e.impact,
  policyRule: e.rule === undefined ? 'fallback' : (e.rule.name ?? `rules[${e.rule.index}]`),
  actions: e.actions.map(actionWords),
  ...known('managedBy', e.managedBy),
  findings: [...e.findings],
  silences: e.silences.map(({ silence, standing }) => ({
    id: silence.id,
    kind: silence.kind,
    standing: standingWords(standing),
    reason: silence.reason,
    until: toIso(silence.until),
  })),
  ...(e.advice === undefined
    ? {}
    : {
        advice: {
          prefer: [...e.advice.prefer],
          reason: e.advice.reason,
          reviewAt: toIso(e.advice.reviewAt),
        },
      }),
  said: saidView(e),
  ...(renewal === undefined
    ? {}
    : {
        renewal: {
          id: renewal.id,
          state: renewal.state,
          ...('ticket' in renewal && renewal.ticket !== undefined ? { ticket: renewal.ticket.number } : {}),
        },
      }),
});

const saidView = ({ memory }: Explanation) => {
  const { notice } = memory;
  return {
    firstSeenAt: toIso(memory.firstSeenAt),
    ...known('announced', memory.announced),
    ...known('announcedAt', iso(memory.saidAt)),
    findings: [...memory.findings],
    mails: memory.told.map(mailView),
    ...(notice === undefined
      ? {}
      : {
          owed: {
            stage: notice.stage,
            cause: notice.cause,
            attempts: notice.attempts,
            nextTryAt: toIso(notice.nextTryAt),
          },
        }),
    ...known('remindAt', iso(memory.remindAt)),
  };
};

const mailView = ({ at, stage, cause, to }: Told) => ({
  at: toIso(at),
  stage,
  cause,
  to: to.map((reader) => {
    const [tenantId = '', objectId] = reader.split('/');
    return objectId === undefined ? reader : { tenantId, objectId };
  }),
});

const actionWords = (action: Action): string => {
  if (typeof action === 'string') return action;
  return action.kind === 'remind'
    ? `remind every ${action.every / days(1)} days`
    : `escalate to ${action.to.join(', ')}`;
};

const standingWords = (standing: SilenceStanding): string =>
  typeof standing === 'string' ? standing : `void: ${standing.void}`;

const iso = (at: Instant | undefined): string | undefined => (at === undefined ? undefined : toIso(at));

/** A key only where there is a value. */
const known = <Name extends string, Value>(name: Name, value: Value | undefined) =>
  (value === undefined ? {} : { [name]: value }) as Partial<Record<Name, Value>>;
