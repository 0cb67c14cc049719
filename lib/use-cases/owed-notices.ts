import { adviceOf, dependentsOf } from '../domain/advice.ts';
import type { Credential, Subject } from '../domain/credential.ts';
import { isOwedNow, type Judged, type JudgedCredentials, type OwedNotice } from '../domain/judged.ts';
import type { NoticeRecipient } from '../domain/notice-recipients.ts';
import { systemsOf } from '../domain/known-systems.ts';
import { whyYou } from '../domain/owner.ts';
import { actionsAt, type Policy, type StagePolicy, stagePolicyFor } from '../domain/policy.ts';
import { portalLink, PUBLIC_PORTAL } from '../domain/portal.ts';
import { isRenewedHere } from '../domain/renewed-here.ts';
import { carrierOf } from '../domain/roll-over-plan.ts';
import { stageOf } from '../domain/stage.ts';
import type { Instant } from '../domain/time.ts';
import type { SubjectState } from '../ports/subjects.ts';
import type { NoticedCredential } from '../ports/texts.ts';

/** One credential of which somebody is still to be told. */
export interface Owed {
  readonly credential: Credential;
  readonly notice: OwedNotice;
}

/** What is owed for a subject, whoever has taken it. */
export const owedIn = ({ facts, judged, goneAt }: SubjectState): readonly Owed[] =>
  goneAt === undefined
    ? facts.credentials.flatMap((credential) => {
        const notice = judged[credential.id]?.notice;
        return notice === undefined ? [] : [{ credential, notice }];
      })
    : [];

/** What is to be sent now and nobody else is at. */
export const owedNow = (state: SubjectState, now: Instant): readonly Owed[] =>
  owedIn(state).filter(({ notice }) => isOwedNow(notice, now));

/** The memory of a subject in which each of these credentials is remembered otherwise. */
export const remembering = (
  judged: JudgedCredentials,
  owed: readonly Owed[],
  change: (memory: Judged, of: Owed) => Judged,
): JudgedCredentials => {
  const changed = owed.flatMap((of) => {
    const memory: Judged | undefined = judged[of.credential.id];
    return memory === undefined ? [] : [[of.credential.id, change(memory, of)] as const];
  });
  return { ...judged, ...Object.fromEntries(changed) };
};

/** What one reader is told of one credential. */
export const noticedCredential = (
  policy: Policy,
  subject: Subject,
  { credential, notice }: Owed,
  { reason }: NoticeRecipient,
  now: Instant,
  portal: string = PUBLIC_PORTAL,
): NoticedCredential => {
  const isAdvised = notice.exceptionUntil === undefined || notice.cause === 'exception-half-time';
  return {
    applicationName: subject.name,
    applicationId: subject.appId,
    environment: subject.environment,
    kind: credential.kind,
    credentialName: credential.name,
    expiresAt: credential.expiresAt,
    cause: notice.cause,
    whyYou: whyYou(reason, subject),
    systems: systemsOf(subject, credential),
    dependents: namesOfDependents(policy, subject, credential),
    advice: isAdvised ? adviceOf(policy, subject, credential, now) : undefined,
    exceptionUntil: notice.exceptionUntil,
    renewedBy: renewedBy(policy, subject, credential, now),
    portalLink: portalLink(portal, subject),
  };
};

/** Those whom the policy names, and those whom the source knows. */
const namesOfDependents = (policy: Policy, subject: Subject, credential: Credential): readonly string[] => [
  ...new Set([
    ...dependentsOf(policy.dependents, subject, credential).map(({ name }) => name),
    ...(credential.dependents ?? []).map(({ name }) => name),
  ]),
];

const renewedBy = (
  policy: Policy,
  subject: Subject,
  credential: Credential,
  now: Instant,
): NoticedCredential['renewedBy'] => {
  const stages = stagePolicyFor(policy, subject, credential);
  if (!isRequested(stages)) return 'owner';
  const what = { source: subject.source, kind: credential.kind };
  if (carrierOf(what) === 'us') return 'roll-over';
  if (!isRenewedHere(what)) return 'owner';
  return actionsAt(stages, stageOf(credential, stages, now)).includes('self-service') ? 'owner-first' : 'us';
};

/** Whether the policy lets a request be raised at any stage. */
const isRequested = (stages: StagePolicy): boolean =>
  [...stages.stages.map(({ name }) => name), 'expired'].some((stage) =>
    actionsAt(stages, stage).includes('raise-request'),
  );
