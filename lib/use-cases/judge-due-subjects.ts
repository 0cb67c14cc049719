import { minutes } from '../domain/time.ts';
import type { PendingMessage } from '../ports/outbox.ts';
import type { Silences } from '../ports/silences.ts';
import type { SubjectKey } from '../ports/subjects.ts';
import { eachDue } from './each-due.ts';
import { endVoidSilences } from './end-void-silences.ts';
import { type Allowance, judgeOne, type JudgeOneDeps } from './judge-one.ts';
import { beginJudgingRun, type JudgingRunDeps } from './judging-run.ts';
import type { KeepSilenceDeps } from './keep-silence.ts';
import { type Sending, sendPending } from './send-pending.ts';

interface Deps extends Sending, JudgeOneDeps, JudgingRunDeps, KeepSilenceDeps {
  readonly silences: Silences;
  /** How many statements one run may make; the rest stays due. */
  readonly stormCap: number;
}

export interface JudgeReport {
  readonly judged: number;
  readonly announced: number;
  readonly capped: boolean;
  /** Of these somebody is to be told by mail: once everything is announced, since a provider that hangs must hold up no stage. */
  readonly owing: readonly SubjectKey[];
}

/** How many subjects are asked for at once. */
const BATCH = 1000;
/** How many are judged side by side: a request takes far longer than what is done between two. */
const LANES = 8;
/** So many messages wait for each other before they are sent together. */
const TOGETHER = 200;
/** After this long a run leaves the rest to the next one, far from any function time-out. */
const BUDGET = minutes(4);

/**
 * Judges whatever is due, and commits with each verdict the events that say it. What it costs follows what is due: a read
 * and a commit each, and little more, since renewals, silences and what is armed are read once, and messages go out, are
 * recorded and forgotten many at a time.
 */
export const judgeDueSubjects = (deps: Deps) => {
  const judge = judgeOne(deps);
  const send = sendPending(deps);
  const endVoid = endVoidSilences(deps);

  return async (): Promise<JudgeReport> => {
    const startedAt = deps.clock.now();
    const run = beginJudgingRun(deps);
    const allowance = allowanceOf(deps.stormCap);
    const owing: SubjectKey[] = [];
    let waiting: PendingMessage[] = [];
    const done = { judged: 0, capped: false };
    const stages = { said: 0, latest: 0 };
    const flush = async (): Promise<void> => {
      const together = waiting;
      waiting = [];
      await send(together);
    };
    const judgeNext = async (key: SubjectKey): Promise<void> => {
      if (done.capped) return;
      const said = await judge(key, run, allowance);
      done.judged += 1;
      await endVoid(said.voided, deps.clock.now());
      waiting.push(...said.pending);
      done.capped ||= said.capped && allowance.left() === 0;
      stages.said += said.lateness.length;
      stages.latest = Math.max(stages.latest, ...said.lateness);
      if (said.owesNotice) owing.push(key);
      if (waiting.length >= TOGETHER) await flush();
    };
    const isLate = () => deps.clock.now() - startedAt > BUDGET;
    let outage: Error | undefined;
    for (;;) {
      const due = await deps.subjects.due(deps.clock.now(), BATCH);
      const before = done.judged;
      ({ outage } = await eachDue(due, deps.log, ({ id }) => id, judgeNext, LANES));
      await flush();
      const isMore = due.length === BATCH && done.judged > before;
      if (!isMore || done.capped || isLate()) break;
    }
    if (stages.said > 0)
      deps.log('STAGES_SAID', { stages: stages.said, latestSeconds: Math.round(stages.latest / 1000) });
    if (done.capped) deps.log('STORM_CAPPED', { cap: deps.stormCap, judged: done.judged });
    if (outage !== undefined) throw outage;
    return { ...done, announced: deps.stormCap - allowance.left(), owing };
  };
};

const allowanceOf = (cap: number): Allowance => {
  let left = cap;
  return {
    left: () => left,
    take: (statements) => {
      left -= statements;
    },
    giveBack: (statements) => {
      left += statements;
    },
  };
};
