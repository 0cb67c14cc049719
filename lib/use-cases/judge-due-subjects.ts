import type { Credential, Subject } from '../domain/credential.ts';
import type { CredentialId, Digest, SubjectId } from '../domain/ids.ts';
import type { JudgedCredentials } from '../domain/judged.ts';
import { type Judging, judgeSubject, type Statement } from '../domain/judging.ts';
import type { Policy } from '../domain/policy.ts';
import type { Silence } from '../domain/silence.ts';
import type { Tenant } from '../domain/tenant.ts';
import { earlier, hours, type Instant, minutes, plus, toIso, wholeDays } from '../domain/time.ts';
import type { Directory } from '../ports/directory.ts';
import type { OutgoingMessage } from '../ports/publisher.ts';
import type { Renewals } from '../ports/renewals.ts';
import type { Silences } from '../ports/silences.ts';
import type { SubjectKey } from '../ports/subjects.ts';
import { aboutCredential } from './about.ts';
import { eachDue } from './each-due.ts';
import { type NoticeDeps, notifyOwner } from './notify-owner.ts';
import { eventMessage } from './outgoing.ts';
import { renewalsOf } from './renewals-of-subject.ts';
import { endVoidSilences } from './end-void-silences.ts';
import { commitAndSend } from './send-pending.ts';
import { standingSilences } from './standing-silences.ts';
import { unclaimedCredentials } from './unclaimed-credentials.ts';

interface Deps extends NoticeDeps {
  readonly renewals: Renewals;
  readonly directory: Directory;
  readonly silences: Silences;
  readonly tenants: readonly Tenant[];
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
  /** A notice is owed whose message was lost, or that could not be sent when it came. */
  readonly owesNotice: boolean;
}
const NOTHING: Said = { messages: 0, capped: false, owesNotice: false };

/** How many subjects are asked for at once. */
const BATCH = 1000;
/** A commit holds about a hundred rows; a subject with more to say says the rest at once, in the next run. */
const LARGEST_COMMIT = 80;
/** After this long a run leaves the rest to the next one, far from any function time-out. */
const BUDGET = minutes(4);
/** While an unclaimed credential is there, it is said again this often. */
const REPEAT_UNCLAIMED = hours(1);

/** Judges whatever is due, and commits with each verdict the event that says it. */
export const judgeDueSubjects = (deps: Deps) => {
  const commit = commitAndSend(deps);
  const renewalsOfSubject = renewalsOf(deps);
  const notify = notifyOwner(deps);
  const standing = standingSilences(deps);
  const endVoid = endVoidSilences(deps);

  const judge = async (
    key: SubjectKey,
    allowance: number,
    armed: ReturnType<typeof armedLookup>,
    silences: (subject: SubjectId) => readonly Silence[],
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
      ...renewals,
      silences: silences(facts.id),
      allowance,
      now,
    });
    const unclaimed = await unclaimedCredentials(deps, facts);
    const room = Math.max(0, allowance - judging.statements.length);
    const messages = [
      ...judging.statements.map((statement) => say(deps.digest, facts, statement, now)),
      // Whatever the mode: it is of our making, and nobody else takes it away.
      ...unclaimed.found
        .slice(0, room)
        .map((credential) => sayUnclaimed(deps.digest, facts, credential, now)),
    ];
    const saved = await commit(deps.subjects, key, {
      expected: stored.version,
      state: { ...stored.state, judged: judging.judged },
      dueAt: dueOf(judging, unclaimed.pending, now),
      messages,
    });
    if (!saved.ok) return NOTHING; // the facts changed while we judged: they are due again, and judged next time
    await endVoid(judging.voided, now);
    return {
      messages: messages.length,
      capped: judging.capped,
      owesNotice: owesNotice(judging.judged, now),
    };
  };

  return async (): Promise<JudgeReport> => {
    const startedAt = deps.clock.now();
    const armed = armedLookup(deps);
    const silences = await standing();
    const report = { judged: 0, announced: 0, capped: false };
    const owing: SubjectKey[] = [];
    const judgeOne = async (key: SubjectKey): Promise<void> => {
      if (report.capped) return;
      const said = await judge(
        key,
        Math.min(LARGEST_COMMIT, deps.stormCap - report.announced),
        armed,
        silences,
      );
      report.judged += 1;
      report.announced += said.messages;
      report.capped = said.capped && report.announced >= deps.stormCap;
      if (said.owesNotice) owing.push(key);
    };
    const isLate = () => deps.clock.now() - startedAt > BUDGET;
    let outage: Error | undefined;
    for (;;) {
      const due = await deps.subjects.due(deps.clock.now(), BATCH);
      const before = report.judged;
      ({ outage } = await eachDue(due, deps.log, ({ id }) => id, judgeOne));
      const isMore = due.length === BATCH && report.judged > before;
      if (!isMore || report.capped || isLate()) break;
    }
    if (report.capped) deps.log('STORM_CAPPED', { cap: deps.stormCap, judged: report.judged });
    // After all that is to be announced: a mail provider that hangs must not hold up a stage.
    const notifyInTime = async (key: SubjectKey) => (isLate() ? undefined : notify(key));
    const notices = await eachDue(owing, deps.log, ({ id }) => id, notifyInTime);
    outage ??= notices.outage;
    if (outage !== undefined) throw outage;
    return report;
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

const owesNotice = (judged: JudgedCredentials, now: Instant): boolean =>
  Object.values(judged).some(({ notice }) => notice !== undefined && notice.nextTryAt <= now);

const dueOf = (judging: Judging, unclaimedPending: boolean, now: Instant): Instant | undefined => {
  if (!unclaimedPending) return judging.nextDue;
  const again = plus(now, REPEAT_UNCLAIMED);
  return judging.nextDue === undefined ? again : earlier(again, judging.nextDue);
};

/** Said again each hour while it is there; the hour makes the id, so that a run that is repeated says nothing new. */
const sayUnclaimed = (
  digest: Digest,
  subject: Subject,
  credential: Credential,
  now: Instant,
): OutgoingMessage =>
  eventMessage(digest, {
    type: 'expiry-monitor.credential.finding.v1',
    tenant: subject.tenant,
    about: credential.id,
    transition: `unclaimed@${Math.floor(now / REPEAT_UNCLAIMED)}`,
    at: now,
    data: {
      ...aboutCredential(subject, credential),
      finding: 'unclaimed-credential',
      keyId: credential.keyId,
    },
  });

const say = (digest: Digest, subject: Subject, statement: Statement, now: Instant): OutgoingMessage => {
  const { credential } = statement;
  const about: CredentialId = credential.id;
  const base = { tenant: subject.tenant, about, at: now };
  if (statement.kind !== 'stage') {
    const finding = statement.kind === 'finding' ? statement.finding : `exception-${statement.what}`;
    const of = statement.kind === 'finding' ? `${credential.expiresAt ?? 'never'}` : statement.silence.id;
    return eventMessage(digest, {
      ...base,
      type: 'expiry-monitor.credential.finding.v2',
      transition: `${finding}@${of}`,
      data: {
        ...aboutCredential(subject, credential),
        finding,
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
