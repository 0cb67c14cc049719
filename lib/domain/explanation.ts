import { type Advice, adviceOf } from './advice.ts';
import type { Credential } from './credential.ts';
import { exceptionOf } from './exceptions.ts';
import { findingsOf } from './findings.ts';
import type { Finding, Judged } from './judged.ts';
import { type JudgingInput, remembered, situationOf } from './judging.ts';
import { nextDueOf } from './next-due.ts';
import {
  type Action,
  actionsAt,
  type PolicyRule,
  type Stage,
  type StagePolicy,
  stagePolicyFor,
} from './policy.ts';
import { impactOf, type Severity } from './severity.ts';
import { type Silence, type SilenceStanding, standingOf } from './silence.ts';
import { beginOf, nextChange } from './stage.ts';
import { managerOf } from './system-managed.ts';
import type { Instant } from './time.ts';
import { judge, type QuietReason, RULES, severityNow, stageNow, type Verdict } from './verdict.ts';

/** One rule that was asked about a credential, in its turn. */
export interface AskedRule {
  readonly reason: QuietReason;
  readonly asks: string;
  /** The one that decided is the last of the list; the rules after it were not asked. */
  readonly answer: 'no' | 'yes';
}

/** Everything that there is to say about why a credential is announced, or is not. */
export interface Explanation {
  readonly verdict: Verdict;
  readonly asked: readonly AskedRule[];
  readonly stage: Stage;
  /** When that stage began, if the policy or the end says so. */
  readonly stageFrom: Instant | undefined;
  readonly nextStageAt: Instant | undefined;
  /** When it is judged next if nobody brings news of it. */
  readonly nextLookAt: Instant | undefined;
  readonly severity: Severity;
  /** What its end would be, before anything is said of when. */
  readonly impact: Severity;
  /** Which rule of the policy it stands under: its place in the list and its name; undefined: the fallback. */
  readonly rule: { readonly index: number; readonly name: string | undefined } | undefined;
  readonly actions: readonly Action[];
  /** The product that renews it, if one does. */
  readonly managedBy: string | undefined;
  readonly findings: readonly Finding[];
  readonly silences: readonly { readonly silence: Silence; readonly standing: SilenceStanding }[];
  readonly advice: Advice | undefined;
  /** What we remember of it: what was announced, what is owed, who was told. */
  readonly memory: Judged;
}

/** Judges one credential as `judgeSubject` does, changes nothing, and tells the whole way. */
export const explainCredential = (
  input: Omit<JudgingInput, 'allowance'>,
  credential: Credential,
): Explanation => {
  const { subject, policy, now } = input;
  const memory = remembered(input.judged[credential.id], credential, now);
  const s = situationOf(input, credential, memory);
  const stage = stageNow(s);
  const verdict = judge(s);
  const stages = stagePolicyFor(policy, subject, credential);
  const impact = impactOf(subject);
  const view = { credential, severity: impact, owners: input.owners };
  return {
    verdict,
    asked: askedUntil(verdict),
    stage,
    stageFrom: beginOf(stages, credential, stage),
    nextStageAt: nextChange(credential, stages, now),
    nextLookAt: nextDueOf(s, memory, verdict),
    severity: severityNow(s, stage),
    impact,
    rule: ruleOf(policy.rules, stages),
    actions: actionsAt(stages, stage),
    managedBy: managerOf(policy.systemManaged, subject, credential),
    findings: findingsOf(s, verdict),
    silences: input.silences
      .filter(({ credentialId }) => credentialId === credential.id)
      .map((silence) => ({ silence, standing: standingOf(silence, view, now) })),
    advice: exceptionOf(s) === undefined ? adviceOf(policy, subject, credential, now) : undefined,
    memory,
  };
};

const askedUntil = (verdict: Verdict): readonly AskedRule[] => {
  const decisive =
    verdict.kind === 'quiet' ? RULES.findIndex(({ reason }) => reason === verdict.reason) : RULES.length;
  return RULES.slice(0, decisive + 1).map(({ reason, asks }, index) => ({
    reason,
    asks,
    answer: index === decisive ? 'yes' : 'no',
  }));
};

const ruleOf = (rules: readonly PolicyRule[], stages: StagePolicy): Explanation['rule'] => {
  const index = rules.findIndex((rule) => rule === stages);
  return index < 0 ? undefined : { index, name: rules[index]?.name };
};
