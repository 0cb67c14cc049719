import { type Credential, isConcern, type Subject } from '../domain/credential.ts';
import { dependentsOf } from '../domain/advice.ts';
import { type Digest, renewalId } from '../domain/ids.ts';
import type { Statement } from '../domain/judging.ts';
import type { KnownOwners } from '../domain/owner.ts';
import type { Passing } from '../domain/passing.ts';
import type { Policy } from '../domain/policy.ts';
import { portalLink, PUBLIC_PORTAL } from '../domain/portal.ts';
import type { Tenant } from '../domain/tenant.ts';
import { type Instant, toIso, wholeDays } from '../domain/time.ts';
import type { DataOf } from '../events/catalogue.ts';
import type { OutgoingMessage } from '../ports/publisher.ts';
import { aboutCredential } from './about.ts';
import { findingMessages } from './finding-messages.ts';
import { eventMessage } from './outgoing.ts';

export interface SayingDeps {
  readonly digest: Digest;
  readonly policy: Policy;
  readonly tenants: readonly Tenant[];
}

/** What all that is said of one subject at one time has in common. */
export interface Saying {
  readonly subject: Subject;
  readonly owners: KnownOwners | undefined;
  /** The number of this statement among all about the subject. */
  readonly sequence: number;
  readonly now: Instant;
}

type Stage = Extract<Statement, { kind: 'stage' }>;

/** The events that a statement is; one finding may be two, of two versions. */
export const statementMessages =
  (deps: SayingDeps) =>
  (statement: Statement, saying: Saying): readonly OutgoingMessage[] => {
    switch (statement.kind) {
      case 'stage':
        return [stageMessage(deps, statement, saying)];
      case 'finding': {
        const { credential, finding } = statement;
        // What its source shows may be over and come back: each time is a transition of its own.
        const time = isConcern(finding) ? `#${saying.sequence}` : '';
        const transition = `${finding}@${credential.expiresAt ?? 'never'}${time}`;
        return findingMessages(deps.digest, { ...saying, credential, finding, transition });
      }
      case 'exception': {
        const { credential, silence } = statement;
        const finding = `exception-${statement.what}` as const;
        const transition = `${finding}@${silence.id}`;
        return findingMessages(deps.digest, {
          ...saying,
          credential,
          finding,
          transition,
          silenceId: silence.id,
        });
      }
    }
  };

const stageMessage = (deps: SayingDeps, statement: Stage, saying: Saying): OutgoingMessage => {
  const { credential, expiresAt, stage, from } = statement;
  const { subject, now } = saying;
  const data = { ...aboutCredential(subject, credential), ...aboutStage(deps, statement, saying) };
  const base = {
    tenant: subject.tenant,
    about: credential.id,
    at: now,
    // A policy that moves a stage makes another transition of it.
    transition: `${stage}@${expiresAt}#${from}`,
  };
  return stage === 'expired'
    ? eventMessage(deps.digest, {
        ...base,
        type: 'expiry-monitor.credential.expired.v1',
        data: { ...data, stage },
      })
    : eventMessage(deps.digest, {
        ...base,
        type: 'expiry-monitor.credential.near-expiry.v1',
        data: { ...data, stage },
      });
};

type NearExpiry = DataOf<'expiry-monitor.credential.near-expiry.v1'>;

const aboutStage = (
  { digest, policy, tenants }: SayingDeps,
  { credential, expiresAt, severity, actions, advice }: Stage,
  { subject, owners, sequence, now }: Saying,
) => {
  const renewal = renewalId(digest, credential.id, expiresAt);
  const portal = tenants.find(({ id }) => id === subject.tenant)?.portal ?? PUBLIC_PORTAL;
  // Whom the policy names, and whom the source itself knows.
  const dependents = [
    ...dependentsOf(policy.dependents, subject, credential),
    ...(credential.dependents ?? []),
  ];
  return {
    sequence,
    severity,
    ...aboutKey(credential),
    expiresAt: toIso(expiresAt),
    daysRemaining: wholeDays(now, expiresAt),
    actions: actions.map((action) => (typeof action === 'string' ? action : action.kind)),
    ...(owners === undefined ? {} : { owners: ownersSaid(owners), ownersAskedAt: toIso(owners.askedAt) }),
    ...(dependents.length === 0
      ? {}
      : { dependents: dependents.map(({ name, accepts = [] }) => ({ name, accepts: [...accepts] })) }),
    ...(advice === undefined ? {} : { advice: adviceSaid(advice) }),
    ...present('portalLink', portalLink(portal, subject)),
    renewalId: renewal,
    // The service desk keys its requests by the renewal.
    correlationId: renewal,
  };
};

const aboutKey = ({ thumbprint, hint, startsAt }: Credential) => ({
  ...present('thumbprint', thumbprint),
  ...present('hint', hint),
  ...present('startsAt', startsAt === undefined ? undefined : toIso(startsAt)),
});

const ownersSaid = ({ reason, people }: KnownOwners): NonNullable<NearExpiry['owners']> => {
  if (reason === undefined) return [];
  if (people.length === 0) return [{ reason }];
  return people.map(({ tenant, objectId }) => ({ reason, person: { tenantId: tenant, objectId } }));
};

const adviceSaid = (advice: NonNullable<Stage['advice']>): NonNullable<NearExpiry['advice']> => ({
  prefer: [...advice.prefer],
  reason: advice.reason,
  heldBack: advice.heldBack.map(({ kind, by }) => ({ kind, by: [...by] })),
  dependentsKnown: advice.dependentsKnown,
  ...(advice.toAsk.length === 0 ? {} : { toAsk: [...advice.toAsk] }),
  reviewAt: toIso(advice.reviewAt),
});

/** The event that tells how the story of a credential goes on. */
export const passingMessage = (digest: Digest, passing: Passing, saying: Saying): OutgoingMessage => {
  const { credential } = passing;
  const { subject, sequence, now } = saying;
  const expiresAt = credential.expiresAt === undefined ? undefined : toIso(credential.expiresAt);
  const data = {
    ...aboutCredential(subject, credential),
    sequence,
    keyId: credential.keyId,
    ...present('expiresAt', expiresAt),
  };
  const base = { tenant: subject.tenant, about: credential.id, at: now };
  if (passing.kind === 'removed') {
    return eventMessage(digest, {
      ...base,
      type: 'expiry-monitor.credential.removed.v1',
      transition: `removed@${passing.at}`,
      data: { ...data, removedAt: toIso(passing.at) },
    });
  }
  const { by } = passing;
  const newEnd = by.expiresAt === undefined ? undefined : toIso(by.expiresAt);
  return eventMessage(digest, {
    ...base,
    type: `expiry-monitor.credential.${passing.kind}.v1`,
    transition: `${passing.kind}@${credential.expiresAt ?? 'never'}#${by.id}`,
    data: { ...data, newCredentialId: by.id, newKeyId: by.keyId, ...present('newExpiresAt', newEnd) },
  });
};

const present = <Name extends string, T>(name: Name, value: T | undefined): Partial<Record<Name, T>> =>
  (value === undefined ? {} : { [name]: value }) as Partial<Record<Name, T>>;
