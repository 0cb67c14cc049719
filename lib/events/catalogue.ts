import type * as z from 'zod';
import { approvalDecidedV1 } from './approval-decided.v1.ts';
import { armedV1 } from './armed.v1.ts';
import { baselineCompletedV1 } from './baseline-completed.v1.ts';
import { certificateAcceptedV1 } from './certificate-accepted.v1.ts';
import { credentialDepositedV1 } from './credential-deposited.v1.ts';
import { credentialIssuedV1 } from './credential-issued.v1.ts';
import { credentialRetiredV1 } from './credential-retired.v1.ts';
import { credentialRevokedV1 } from './credential-revoked.v1.ts';
import { dailySummaryV1 } from './daily-summary.v1.ts';
import { declarationChangedV1 } from './declaration-changed.v1.ts';
import { decisionGivenV1 } from './decision-given.v1.ts';
import { disarmedV1 } from './disarmed.v1.ts';
import { expiredV1 } from './expired.v1.ts';
import { findingV1 } from './finding.v1.ts';
import { findingV2 } from './finding.v2.ts';
import { heartbeatV1 } from './heartbeat.v1.ts';
import { linkExpiredV1 } from './link-expired.v1.ts';
import { linkRedeemedV1 } from './link-redeemed.v1.ts';
import { linkReportedV1 } from './link-reported.v1.ts';
import { linkSentV1 } from './link-sent.v1.ts';
import { linkUndeliveredV1 } from './link-undelivered.v1.ts';
import { nearExpiryV1 } from './near-expiry.v1.ts';
import { ownerMissingV1 } from './owner-missing.v1.ts';
import { ownerOverriddenV1 } from './owner-overridden.v1.ts';
import { placeChangedV1 } from './place-changed.v1.ts';
import { removedV1 } from './removed.v1.ts';
import { renewalCancelledV1 } from './renewal-cancelled.v1.ts';
import { renewalClosedV1 } from './renewal-closed.v1.ts';
import { renewalPausedV1 } from './renewal-paused.v1.ts';
import { renewalRequestedV1 } from './renewal-requested.v1.ts';
import { renewedV1 } from './renewed.v1.ts';
import { replacedV1 } from './replaced.v1.ts';
import { reportGivenV1 } from './report-given.v1.ts';
import { retirementPostponedV1 } from './retirement-postponed.v1.ts';
import { rolloverStepV1 } from './rollover-step.v1.ts';
import { rolloverStepV2 } from './rollover-step.v2.ts';
import { scanCompletedV1 } from './scan-completed.v1.ts';
import { silencedV1 } from './silenced.v1.ts';
import { snoozeEndedV1 } from './snooze-ended.v1.ts';
import { wordGivenV1 } from './word-given.v1.ts';
import { versionMadeV1 } from './version-made.v1.ts';

/** Every event that we publish, by the topic it goes to. */
export const CATALOGUE = {
  'credential-events': [
    nearExpiryV1,
    expiredV1,
    findingV1,
    findingV2,
    ownerMissingV1,
    renewedV1,
    replacedV1,
    removedV1,
    silencedV1,
    snoozeEndedV1,
    ownerOverriddenV1,
    scanCompletedV1,
    baselineCompletedV1,
    armedV1,
    disarmedV1,
    declarationChangedV1,
    placeChangedV1,
    decisionGivenV1,
    reportGivenV1,
    wordGivenV1,
    heartbeatV1,
    dailySummaryV1,
  ],
  'renewal-events': [
    renewalRequestedV1,
    approvalDecidedV1,
    certificateAcceptedV1,
    credentialIssuedV1,
    credentialDepositedV1,
    versionMadeV1,
    linkSentV1,
    linkRedeemedV1,
    linkExpiredV1,
    linkUndeliveredV1,
    linkReportedV1,
    rolloverStepV1,
    rolloverStepV2,
    retirementPostponedV1,
    credentialRetiredV1,
    credentialRevokedV1,
    renewalCancelledV1,
    renewalClosedV1,
    renewalPausedV1,
  ],
} as const;

export type EventTopic = keyof typeof CATALOGUE;
type SchemaOf<Topic extends EventTopic> = (typeof CATALOGUE)[Topic][number];
export type EventSchema = SchemaOf<EventTopic>;
export type PublishedEvent = z.infer<EventSchema>;
export type EventType = PublishedEvent['type'];
export type DataOf<Type extends EventType> = Extract<PublishedEvent, { type: Type }>['data'];

const topicByType: ReadonlyMap<string, EventTopic> = new Map(
  (Object.keys(CATALOGUE) as EventTopic[]).flatMap((topic) =>
    CATALOGUE[topic].map((schema) => [schema.shape.type.value, topic] as const),
  ),
);

/** The topic that carries this type of event. */
export const topicOf = (type: EventType): EventTopic => {
  const topic = topicByType.get(type);
  if (topic === undefined) throw new Error(`The event type ${type} is not in the catalogue.`);
  return topic;
};
