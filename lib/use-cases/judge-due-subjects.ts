import type { Subject } from '../domain/credential.ts';
import type { CredentialId, Digest } from '../domain/ids.ts';
import { type JudgedCredentials, type Judging, judgeSubject, type Statement } from '../domain/judging.ts';
import type { Policy } from '../domain/policy.ts';
import { earlier, hours, type Instant, plus, toIso, wholeDays } from '../domain/time.ts';
import type { Directory } from '../ports/directory.ts';
import type { OutgoingMessage } from '../ports/publisher.ts';
import type { Renewals } from '../ports/renewals.ts';
import type { SubjectKey } from '../ports/subjects.ts';
import { aboutCredential } from './about.ts';
import { type NoticeDeps, notifyOwner } from './notify-owner.ts';
import { eventMessage } from './outgoing.ts';
import { renewalsOf } from './renewals-of-subject.ts';
import { commitAndSend } from './send-pending.ts';
import { unclaimedCredentials } from './unclaimed-credentials.ts';

interface Deps extends NoticeDeps {
  readonly renewals: Renewals;
  readonly directory: Directory;
  readonly policy: Policy;
  readonly digest: Digest;
  /** `observe` is a ceiling: whatever is armed, nothing is announced. */
  readonly mode: 'observe' | 'act';
  /** How many statements one run may make; the rest stays due. */
  readonly stormCap: number;
}

export interface JudgeReport {
  readonly judged: number;
  readonly announced: number;
  readonly capped: boolean;
}

interface Said {
  readonly messages: number;
  /** There was more to say than the allowance: this subject stays due. */
  readonly capped: boolean;
}
const NOTHING: Said = { messages: 0, capped: false };

/** How many subjects one run takes on. */
const BATCH = 1000;
/** A commit holds about a hundred rows; a subject with more to say says the rest at once, in the next run. */
const LARGEST_COMMIT = 80;
/** While an unclaimed credential is there, it is said again this often. */
const REPEAT_UNCLAIMED = hours(1);

/** Judges whatever is due, and commits with each verdict the event that says it. */
export const judgeDueSubjects = (deps: Deps) => {
  const commit = commitAndSend(deps);
  const renewalsOfSubject = renewalsOf(deps);
  const notify = notifyOwner(deps);

  const judge = async (
    key: SubjectKey,
    allowance: number,
    armed: ReturnType<typeof armedLookup>,
  ): Promise<Said> => {
    const stored = await deps.subjects.find(key);
    if (stored === undefined) return NOTHING;
    const { facts, judged } = stored.state;
    const now = deps.clock.now();
    const renewals = await renewalsOfSubject(facts, now);
    const judging = judgeSubject({
      subject: facts,
      judged,
      policy: deps.policy,
      armed: await armed(facts),
      underWay: renewals.underWay,
      allowance,
      now,
    });
    const unclaimed = await unclaimedCredentials(deps, facts, now);
    const messages = [
      ...judging.statements.map((statement) => say(deps.digest, facts, statement, now)),
      ...unclaimed.found.map((credential) =>
        eventMessage(deps.digest, {
          type: 'expiry-monitor.credential.finding.v1',
          tenant: facts.tenant,
          about: credential.id,
          transition: `unclaimed@${now}`,
          at: now,
          data: {
            ...aboutCredential(facts, credential),
            finding: 'unclaimed-credential',
            keyId: credential.keyId,
          },
        }),
      ),
    ];
    const saved = await commit(deps.subjects, key, {
      expected: stored.version,
      state: { ...stored.state, judged: judging.judged },
      dueAt: dueOf(judging, unclaimed.pending, now),
      messages,
    });
    if (!saved.ok) return NOTHING; // the facts changed while we judged: they are due again, and judged next time
    if (owesNotice(judging.judged, now)) await notify(key);
    return { messages: messages.length, capped: judging.capped };
  };

  return async (): Promise<JudgeReport> => {
    const due = await deps.subjects.due(deps.clock.now(), BATCH);
    const armed = armedLookup(deps);
    let announced = 0;
    for (const [index, key] of due.entries()) {
      const said = await judge(key, Math.min(LARGEST_COMMIT, deps.stormCap - announced), armed);
      announced += said.messages;
      if (said.capped && announced >= deps.stormCap) {
        deps.log('STORM_CAPPED', { cap: deps.stormCap, judged: index + 1 });
        return { judged: index + 1, announced, capped: true };
      }
    }
    return { judged: due.length, announced, capped: false };
  };
};

/** Asks the directory once per source and run. */
const armedLookup = ({ directory, mode }: Pick<Deps, 'directory' | 'mode'>) => {
  const known = new Map<string, boolean>();
  return async ({ tenant, source }: Pick<Subject, 'tenant' | 'source'>): Promise<boolean> => {
    const key = `${tenant}/${source}`;
    const armed = known.get(key) ?? (await directory.find({ tenant, source }))?.state.armedAt !== undefined;
    known.set(key, armed);
    return armed && mode === 'act';
  };
};

/** A notice whose message was lost, or that could not be sent when it came. */
const owesNotice = (judged: JudgedCredentials, now: Instant): boolean =>
  Object.values(judged).some(({ notice }) => notice !== undefined && notice.nextTryAt <= now);

const dueOf = (judging: Judging, unclaimedPending: boolean, now: Instant): Instant | undefined => {
  if (!unclaimedPending) return judging.nextDue;
  const again = plus(now, REPEAT_UNCLAIMED);
  return judging.nextDue === undefined ? again : earlier(again, judging.nextDue);
};

const say = (digest: Digest, subject: Subject, statement: Statement, now: Instant): OutgoingMessage => {
  const { credential } = statement;
  const about: CredentialId = credential.id;
  const base = { tenant: subject.tenant, about, at: now };
  if (statement.kind === 'finding') {
    return eventMessage(digest, {
      ...base,
      type: 'expiry-monitor.credential.finding.v1',
      transition: `${statement.finding}@${credential.expiresAt ?? 'never'}`,
      data: {
        ...aboutCredential(subject, credential),
        finding: statement.finding,
        keyId: credential.keyId,
        ...(credential.expiresAt === undefined ? {} : { expiresAt: toIso(credential.expiresAt) }),
      },
    });
  }
  const { expiresAt, stage, severity } = statement;
  const data = {
    ...aboutCredential(subject, credential),
    severity,
    expiresAt: toIso(expiresAt),
    daysRemaining: wholeDays(now, expiresAt),
  };
  const transition = `${stage}@${expiresAt}`;
  return stage === 'expired'
    ? eventMessage(digest, {
        ...base,
        type: 'expiry-monitor.credential.expired.v1',
        transition,
        data: { ...data, stage },
      })
    : eventMessage(digest, {
        ...base,
        type: 'expiry-monitor.credential.near-expiry.v1',
        transition,
        data: { ...data, stage },
      });
};
