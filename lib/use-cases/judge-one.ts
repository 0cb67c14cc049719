import type { RenewalId } from '../domain/ids.ts';
import { isOwedNow, type JudgedCredentials } from '../domain/judged.ts';
import type { Subject } from '../domain/credential.ts';
import { type Judging, judgeSubject, type Statement, type VoidSilence } from '../domain/judging.ts';
import { latenessOf } from '../domain/lateness.ts';
import { earliest } from '../domain/next-due.ts';
import type { KnownOwners } from '../domain/owner.ts';
import { passingsOf, type Passings } from '../domain/passing.ts';
import { days, type Duration, hours, type Instant, minutes, plus } from '../domain/time.ts';
import type { PendingMessage } from '../ports/outbox.ts';
import type { OutgoingMessage } from '../ports/publisher.ts';
import type { Renewals } from '../ports/renewals.ts';
import type { SubjectKey, SubjectState, Subjects } from '../ports/subjects.ts';
import type { Clock } from '../ports/clock.ts';
import { findingMessages } from './finding-messages.ts';
import { passingMessage, type SayingDeps, statementMessages } from './judged-messages.ts';
import type { JudgingRun } from './judging-run.ts';
import { renewalsOf } from './renewals-of-subject.ts';
import { type Unclaimed, unclaimedCredentials } from './unclaimed-credentials.ts';

export interface JudgeOneDeps extends SayingDeps {
  readonly subjects: Subjects;
  readonly renewals: Renewals;
  readonly clock: Clock;
}

/** How much one run may still say. What was taken and could not be said is given back. */
export interface Allowance {
  left(): number;
  take(statements: number): void;
  giveBack(statements: number): void;
}

export interface Said {
  /** Committed, and still to be sent. */
  readonly pending: readonly PendingMessage[];
  readonly statements: number;
  /** There was more to say than the allowance: this subject stays due. */
  readonly capped: boolean;
  /** Silences that no longer hold, since what they were about has changed. */
  readonly voided: readonly VoidSilence[];
  /** Somebody is to be told by mail. */
  readonly owesNotice: boolean;
  /** How late each stage was said that was said now. */
  readonly lateness: readonly Duration[];
}
const NOTHING: Said = {
  ...{ pending: [], statements: 0, capped: false },
  ...{ voided: [], owesNotice: false, lateness: [] },
};

/** A commit holds about a hundred rows, and a finding may be two; a subject with more to say goes on in the next run. */
const LARGEST_COMMIT = 40;
/** While an unclaimed credential is there, it is said again this often. */
const REPEAT_UNCLAIMED = hours(1);
/** Longer than a run may last. */
const AFTER_THIS_RUN = minutes(5);
/** Whether a silence still is about the same owners is asked this often. */
const LOOK_AT_OWNERS = days(1);

/**
 * Judges one subject in two requests: reads it, and commits with the verdicts the events that say them. What else it has
 * to know was read for the whole run.
 */
export const judgeOne = (deps: JudgeOneDeps) => {
  const renewalsIn = renewalsOf(deps);
  const unclaimedIn = unclaimedCredentials(deps);
  const messagesOf = messagesAbout(deps);

  return async (key: SubjectKey, run: JudgingRun, allowance: Allowance): Promise<Said> => {
    const stored = await deps.subjects.find(key);
    if (stored === undefined) return NOTHING;
    const { state } = stored;
    const now = deps.clock.now();
    const facts = await run.usedOf(state.facts, state.judged, now);
    const armedAt = await run.armedSince(facts);
    const armed = armedAt !== undefined;
    const renewalOf = (id: RenewalId) => run.renewalOf(id);
    const renewals = await renewalsIn(facts, renewalOf, now);
    const unclaimed = await unclaimedIn(facts, state.claimed ?? [], renewalOf);
    const silences = await run.silencesOf(facts.id);
    const asked = silences.length === 0 ? state.owners : await run.ownersOf(facts, state.owners);

    // From here until it is taken nothing is awaited, so that no two subjects use the same allowance.
    const judging = judgeSubject({
      subject: facts,
      judged: state.judged,
      policy: deps.policy,
      armed,
      ...renewals,
      silences,
      owners: asked?.fingerprint,
      allowance: Math.min(LARGEST_COMMIT, allowance.left()),
      now,
    });
    const statements = judging.statements.length;
    allowance.take(statements);
    const passings = passingsOf({
      subject: facts,
      departed: state.departed ?? [],
      said: state.successors ?? {},
      before: state.judged,
      judged: judging.judged,
      verdicts: judging.verdicts,
      armed,
      room: LARGEST_COMMIT - statements,
      now,
    });

    const isStageReached = judging.statements.some(({ kind }) => kind === 'stage');
    const owners = isStageReached ? await run.ownersOf(facts, asked) : asked;
    const shared = await sharedIn(run, facts, judging);
    const saying = messagesOf({ ...state, facts }, shared, passings, unclaimed, owners, now);
    const dues = [
      nextLook(judging, now),
      passings.capped ? now : undefined,
      unclaimed.pending ? plus(now, REPEAT_UNCLAIMED) : undefined,
      silences.length > 0 ? plus(now, LOOK_AT_OWNERS) : undefined,
    ];
    const saved = await deps.subjects.commit(key, {
      expected: stored.version,
      state: {
        ...state,
        judged: judging.judged,
        successors: passings.said,
        departed: passings.departed,
        owners,
        sequence: saying.sequence,
        claimed: unclaimed.claimed,
      },
      dueAt: earliest(dues),
      messages: saying.messages,
    });
    if (!saved.ok) {
      allowance.giveBack(statements);
      return NOTHING; // the facts changed while we judged: they are due again, and judged next time
    }
    return {
      pending: saved.value.pending,
      statements,
      capped: judging.capped,
      voided: judging.voided,
      owesNotice: owesNotice(judging.judged, now),
      lateness: armedAt === undefined ? [] : latenessIn(judging, armedAt, now),
    };
  };
};

/**
 * What is still owed once it was judged is for those who write the mails, who take it in the same run or a later one; judging
 * it again in this run would change nothing, and keep the run from what else is due.
 */
const nextLook = ({ nextDue, capped }: Judging, now: Instant): Instant | undefined =>
  nextDue === undefined || nextDue > now || capped ? nextDue : plus(now, AFTER_THIS_RUN);

/** What is said of certificates names those that hold the same ones. */
const sharedIn = async (run: JudgingRun, facts: Subject, judging: Judging): Promise<Judging> => {
  const statements: Statement[] = [];
  for (const statement of judging.statements)
    statements.push(
      statement.kind === 'stage'
        ? { ...statement, credential: await run.sharedOf(facts, statement.credential) }
        : statement,
    );
  return { ...judging, statements };
};

/** All that is said of a subject now, in the order in which it is numbered. */
const messagesAbout = (deps: JudgeOneDeps) => {
  const say = statementMessages(deps);
  return (
    { facts: subject, sequence: before = 0 }: SubjectState,
    { statements }: Judging,
    { passings }: Passings,
    unclaimed: Unclaimed,
    owners: KnownOwners | undefined,
    now: Instant,
  ): { readonly messages: readonly OutgoingMessage[]; readonly sequence: number } => {
    let sequence = before;
    const next = () => ({ subject, owners, now, sequence: (sequence += 1) });
    const messages = [
      ...passings.map((passing) => passingMessage(deps.digest, passing, next())),
      ...statements.flatMap((statement) => say(statement, next())),
      // Whatever the mode: it is of our making, and nobody else takes it away. The hour makes the id, so that a run that
      // is repeated says nothing new.
      ...unclaimed.found.slice(0, LARGEST_COMMIT / 10).flatMap((credential) =>
        findingMessages(deps.digest, {
          ...next(),
          credential,
          finding: 'unclaimed-credential',
          transition: `unclaimed@${Math.floor(now / REPEAT_UNCLAIMED)}`,
        }),
      ),
    ];
    return { messages, sequence };
  };
};

const latenessIn = ({ statements, judged }: Judging, armedAt: Instant, now: Instant): readonly Duration[] =>
  statements.flatMap((statement) => {
    if (statement.kind !== 'stage') return [];
    const firstSeenAt = judged[statement.credential.id]?.firstSeenAt ?? now;
    return [latenessOf({ from: statement.from, firstSeenAt, armedAt }, now)];
  });

const owesNotice = (judged: JudgedCredentials, now: Instant): boolean =>
  Object.values(judged).some(({ notice }) => notice !== undefined && isOwedNow(notice, now));
