import type { Credential, Subject } from './credential.ts';
import type { CredentialId } from './ids.ts';
import { actionsAt, type Policy, type Stage, stagePolicyFor } from './policy.ts';
import { nextChange } from './stage.ts';
import { hours, type Instant, minutes, plus } from './time.ts';
import { judge, type Severity, type Verdict } from './verdict.ts';

/** What we remember of one credential between judgings. */
export interface Judged {
  readonly firstSeenAt: Instant;
  /** The expiry that the rest is about: a new expiry under the same key starts anew. */
  readonly expiresAt: Instant | undefined;
  readonly announced: Stage | undefined;
  /** Findings that were said once. */
  readonly findings: readonly Finding[];
  /** A notice that the owner is still owed. */
  readonly notice: OwedNotice | undefined;
}

export type Finding = 'no-expiry' | 'long-expired';

export interface OwedNotice {
  readonly stage: Stage;
  readonly attempts: number;
  readonly nextTryAt: Instant;
  /** Until then someone is sending it, and nobody else does. */
  readonly takenUntil: Instant | undefined;
}

export type JudgedCredentials = Readonly<Record<CredentialId, Judged>>;

export type Statement =
  | {
      readonly kind: 'stage';
      readonly credential: Credential;
      readonly expiresAt: Instant;
      readonly stage: Stage;
      readonly severity: Severity;
    }
  | { readonly kind: 'finding'; readonly credential: Credential; readonly finding: Finding };

export interface Judging {
  readonly judged: JudgedCredentials;
  readonly statements: readonly Statement[];
  readonly verdicts: ReadonlyMap<CredentialId, Verdict>;
  /** Some statements were due but the cap was reached: they stay due. */
  readonly capped: boolean;
  readonly nextDue: Instant | undefined;
}

export interface JudgingInput {
  readonly subject: Subject;
  readonly judged: JudgedCredentials;
  readonly policy: Policy;
  readonly armed: boolean;
  readonly underWay: ReadonlySet<CredentialId>;
  readonly handedOver?: ReadonlySet<CredentialId> | undefined;
  /** How many statements this run may still make. */
  readonly allowance: number;
  readonly now: Instant;
}

/** The message that wakes the notice is on its way; the timer takes over when it was lost. */
const NOTICE_GRACE = minutes(5);

/** Judges all credentials of a subject together; what is no longer there is forgotten. */
export const judgeSubject = (input: JudgingInput): Judging => {
  const { subject, policy, now } = input;
  const judged: Record<CredentialId, Judged> = {};
  const statements: Statement[] = [];
  const verdicts = new Map<CredentialId, Verdict>();
  const left = { capped: false };
  const say = (statement: Statement): boolean => {
    if (statements.length < input.allowance) {
      statements.push(statement);
      return true;
    }
    left.capped = true;
    return false;
  };

  for (const credential of subject.credentials) {
    const memory = remembered(input.judged[credential.id], credential, now);
    const verdict = judge({
      subject,
      credential,
      policy,
      armed: input.armed,
      firstSeenAt: memory.firstSeenAt,
      announced: memory.announced,
      renewalUnderWay: input.underWay.has(credential.id),
      handedOver: input.handedOver?.has(credential.id),
      now,
    });
    verdicts.set(credential.id, verdict);
    judged[credential.id] = heard(memory, verdict, credential, input, say);
  }
  return {
    judged,
    statements,
    verdicts,
    capped: left.capped,
    nextDue: left.capped ? now : nextDueOf(input, judged, verdicts),
  };
};

const remembered = (known: Judged | undefined, credential: Credential, now: Instant): Judged =>
  known?.expiresAt === credential.expiresAt && known !== undefined
    ? known
    : {
        firstSeenAt: known?.firstSeenAt ?? now,
        expiresAt: credential.expiresAt,
        announced: undefined,
        findings: [],
        notice: undefined,
      };

const heard = (
  memory: Judged,
  verdict: Verdict,
  credential: Credential,
  input: JudgingInput,
  say: (statement: Statement) => boolean,
): Judged => {
  if (verdict.kind === 'announce' && credential.expiresAt !== undefined) {
    const { stage, severity } = verdict;
    if (!say({ kind: 'stage', credential, expiresAt: credential.expiresAt, stage, severity })) return memory;
    const policy = stagePolicyFor(input.policy, input.subject, credential);
    const notice = actionsAt(policy, stage).includes('notify-owner')
      ? { stage, attempts: 0, nextTryAt: plus(input.now, NOTICE_GRACE), takenUntil: undefined }
      : memory.notice;
    return { ...memory, announced: stage, notice };
  }
  const finding = findingOf(verdict);
  if (finding === undefined || !input.armed || memory.findings.includes(finding)) return memory;
  return say({ kind: 'finding', credential, finding })
    ? { ...memory, findings: [...memory.findings, finding] }
    : memory;
};

const findingOf = (verdict: Verdict): Finding | undefined => {
  if (verdict.kind !== 'quiet') return undefined;
  if (verdict.reason === 'never-expires') return 'no-expiry';
  return verdict.reason === 'long-expired' ? 'long-expired' : undefined;
};

/** A renewal may end without a new credential; then the stage that was passed meanwhile has to be said. */
const LOOK_AT_RENEWALS = hours(1);

/** The next stage limit or owed notice of any credential, and a look at the renewals that keep us silent. */
const nextDueOf = (
  { subject, policy, now }: JudgingInput,
  judged: JudgedCredentials,
  verdicts: ReadonlyMap<CredentialId, Verdict>,
): Instant | undefined => {
  const changes = subject.credentials.flatMap((credential) => {
    const verdict = verdicts.get(credential.id);
    const isWaiting = verdict?.kind === 'quiet' && verdict.reason === 'renewal-under-way';
    return [
      nextChange(credential, stagePolicyFor(policy, subject, credential), now),
      judged[credential.id]?.notice?.nextTryAt,
      isWaiting ? plus(now, LOOK_AT_RENEWALS) : undefined,
    ];
  });
  const known = changes.filter((at): at is Instant => at !== undefined);
  return known.length === 0 ? undefined : (Math.min(...known) as Instant);
};
