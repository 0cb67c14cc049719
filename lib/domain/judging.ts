import { type Advice, adviceOf } from './advice.ts';
import { type Credential, credentialOf, isConcern, type Subject } from './credential.ts';
import { exceptionOf, exceptionWords } from './exceptions.ts';
import { findingsOf } from './findings.ts';
import type { CredentialId, SilenceId } from './ids.ts';
import {
  type Finding,
  type Judged,
  type JudgedCredentials,
  type NoticeTarget,
  type SaidException,
  unjudged,
} from './judged.ts';
import { earliest, nextDueOf } from './next-due.ts';
import { owing, stillOwing, targetsAt } from './owing.ts';
import { type Action, actionsAt, type Policy, reminderAt, type Stage, stagePolicyFor } from './policy.ts';
import { impactOf, type Severity } from './severity.ts';
import { type Silence, type VoidReason, voidReason } from './silence.ts';
import { beginOf } from './stage.ts';
import { type Instant, plus } from './time.ts';
import { judge, type Situation, stageNow, type Verdict } from './verdict.ts';

/** What is to be said to the world. */
export type Statement =
  | {
      readonly kind: 'stage';
      readonly credential: Credential;
      readonly expiresAt: Instant;
      readonly stage: Stage;
      /** When the stage began: with the stage and the end it names the transition, and under another policy it is another. */
      readonly from: Instant;
      readonly severity: Severity;
      /** What the policy wants done. */
      readonly actions: readonly Action[];
      readonly advice: Advice | undefined;
    }
  | { readonly kind: 'finding'; readonly credential: Credential; readonly finding: Finding }
  | {
      readonly kind: 'exception';
      readonly credential: Credential;
      readonly silence: Silence;
      /** At half time the request for what is preferred opens; an ended one escalates. */
      readonly what: SaidException['what'];
      readonly advice: Advice | undefined;
    };

/** A silence that no longer holds, since what it was about has changed. */
export interface VoidSilence {
  readonly silence: Silence;
  readonly why: VoidReason;
}

export interface Judging {
  readonly judged: JudgedCredentials;
  readonly statements: readonly Statement[];
  readonly verdicts: ReadonlyMap<CredentialId, Verdict>;
  /** For whoever keeps silences to end. */
  readonly voided: readonly VoidSilence[];
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
  /** Every silence about a credential of this subject that nobody has ended yet. */
  readonly silences: readonly Silence[];
  /** Who owns the subject now, as `ownersFingerprint` has it; undefined: nobody asked. */
  readonly owners?: string | undefined;
  /** How many statements this run may still make. */
  readonly allowance: number;
  readonly now: Instant;
}

/** Judges all credentials of a subject together; what is no longer there is forgotten. */
export const judgeSubject = (input: JudgingInput): Judging => {
  const judged: Record<CredentialId, Judged> = {};
  const statements: Statement[] = [];
  const verdicts = new Map<CredentialId, Verdict>();
  const dues: (Instant | undefined)[] = [];
  const cap = { isReached: false };
  const say: Say = (statement) => {
    const isAllowed = statements.length < input.allowance;
    if (isAllowed) statements.push(statement);
    else cap.isReached = true;
    return isAllowed;
  };
  const staged = input.subject.credentials.map((credential): Staged => {
    const known = remembered(input.judged[credential.id], credential, input.now);
    const situation = situationOf(input, credential, known);
    const verdict = judge(situation);
    const memory = stillOwing(known, verdict, situation.armed);
    return { situation, verdict, memory: afterStage(memory, verdict, situation, say) };
  });
  // Deadlines first: what merely wants an eye must not use up the cap before them.
  for (const { situation, verdict, memory } of staged) {
    const { id } = situation.credential;
    const after = situation.armed ? afterFindings(memory, verdict, situation, say) : memory;
    judged[id] = after;
    verdicts.set(id, verdict);
    dues.push(nextDueOf(situation, after, verdict));
  }
  return {
    judged,
    statements,
    verdicts,
    voided: voidedOf(input),
    capped: cap.isReached,
    nextDue: cap.isReached ? input.now : earliest(dues),
  };
};

/** Whether it was said; if not, the cap was reached. */
type Say = (statement: Statement) => boolean;

export const remembered = (known: Judged | undefined, credential: Credential, now: Instant): Judged =>
  known?.expiresAt === credential.expiresAt && known !== undefined
    ? known
    : unjudged(known?.firstSeenAt ?? now, credential.expiresAt);

export const situationOf = (
  input: Omit<JudgingInput, 'judged' | 'allowance'>,
  credential: Credential,
  memory: Judged,
): Situation => ({
  subject: input.subject,
  credential,
  policy: input.policy,
  armed: input.armed,
  firstSeenAt: memory.firstSeenAt,
  announced:
    memory.announced === undefined ? undefined : { stage: memory.announced, from: memory.announcedFrom },
  renewalUnderWay: input.underWay.has(credential.id),
  handedOver: input.handedOver?.has(credential.id),
  silences: input.silences,
  owners: input.owners,
  now: input.now,
});

/** One credential of which the stage was said, if there was one to say. */
interface Staged {
  readonly situation: Situation;
  readonly verdict: Verdict;
  readonly memory: Judged;
}

const afterStage = (memory: Judged, verdict: Verdict, s: Situation, say: Say): Judged => {
  const { credential, now } = s;
  if (verdict.kind === 'quiet') return verdict.reason === 'already-announced' ? reminded(memory, s) : memory;
  if (credential.expiresAt === undefined) return memory;
  const { stage, severity } = verdict;
  const stages = stagePolicyFor(s.policy, s.subject, credential);
  const from = beginOf(stages, credential, stage) ?? now;
  const statement: Statement = {
    kind: 'stage',
    credential,
    expiresAt: credential.expiresAt,
    stage,
    from,
    severity,
    actions: actionsAt(stages, stage),
    advice: adviceNow(s),
  };
  if (!say(statement)) return memory;
  const every = reminderAt(stages, stage);
  return {
    ...owing(memory, s, stage, 'stage', targetsAt(s, stage)),
    announced: stage,
    announcedFrom: from,
    saidAt: now,
    remindAt: every === undefined ? undefined : plus(now, every),
  };
};

/** What the owner has not acted upon is said to them again; a reminder that was missed is not made up for. */
const reminded = (memory: Judged, s: Situation): Judged => {
  const { remindAt, announced } = memory;
  if (!s.armed || remindAt === undefined || announced === undefined || s.now < remindAt) return memory;
  const every = reminderAt(stagePolicyFor(s.policy, s.subject, s.credential), stageNow(s));
  if (every === undefined) return { ...memory, remindAt: undefined };
  return { ...owing(memory, s, stageNow(s), 'reminder', ['owner']), remindAt: plus(s.now, every) };
};

const afterFindings = (memory: Judged, verdict: Verdict, s: Situation, say: Say): Judged => {
  const { credential } = s;
  const kept = memory.findings.filter((finding) => !isOver(finding, credential));
  const said = findingsOf(s, verdict).filter(
    (finding) => !kept.includes(finding) && say({ kind: 'finding', credential, finding }),
  );
  const isAsBefore = said.length === 0 && kept.length === memory.findings.length;
  const after = isAsBefore ? memory : { ...memory, findings: [...kept, ...said] };
  return afterExceptions(after, verdict, s, say);
};

/** What its source shows no more: should it come back, it is said again. What follows from dates comes once. */
const isOver = (finding: Finding, { concerns = [] }: Credential): boolean =>
  isConcern(finding) && !concerns.some(({ what }) => what === finding);

const afterExceptions = (memory: Judged, verdict: Verdict, s: Situation, say: Say): Judged =>
  exceptionWords(s, verdict, memory.exceptions).reduce(
    (now, word) => {
      const silence = s.silences.find(({ id }) => id === word.silence);
      if (silence === undefined) return now;
      const { credential } = s;
      const advice = adviceOf(s.policy, s.subject, credential, s.now);
      if (!say({ kind: 'exception', credential, silence, what: word.what, advice })) return now;
      const isEnded = word.what === 'ended';
      const to: readonly NoticeTarget[] = isEnded ? ['owner', 'security-contact'] : ['owner'];
      const said = { ...now, exceptions: [...now.exceptions, word] };
      return owing(said, s, stageNow(s), isEnded ? 'exception-ended' : 'exception-half-time', to);
    },
    forgetting(memory, s.silences),
  );

/** Words about silences that are no longer kept need not be remembered. */
const forgetting = (memory: Judged, silences: readonly Silence[]): Judged => {
  const kept = new Set<SilenceId>(silences.map(({ id }) => id));
  const exceptions = memory.exceptions.filter(({ silence }) => kept.has(silence));
  return exceptions.length === memory.exceptions.length ? memory : { ...memory, exceptions };
};

/** Under an exception nobody is advised to do otherwise. */
const adviceNow = (s: Situation): Advice | undefined =>
  exceptionOf(s) === undefined ? adviceOf(s.policy, s.subject, s.credential, s.now) : undefined;

const voidedOf = ({ subject, silences, owners }: JudgingInput): readonly VoidSilence[] =>
  silences.flatMap((silence) => {
    const credential = credentialOf(subject, silence.credentialId);
    const why = voidReason(silence, { credential, severity: impactOf(subject), owners });
    return why === undefined ? [] : [{ silence, why }];
  });
