import { nextTry } from '../domain/backoff.ts';
import type { Digest } from '../domain/ids.ts';
import { type Judged, TOLD_AT_MOST } from '../domain/judged.ts';
import { type Ladder, type NoticeRecipient, recipientsOf } from '../domain/notice-recipients.ts';
import type { Tenant } from '../domain/tenant.ts';
import { type Duration, type Instant, plus, toIso } from '../domain/time.ts';
import type { Stored } from '../ports/aggregates.ts';
import type { OutgoingMessage } from '../ports/publisher.ts';
import type { SubjectKey, SubjectState, Subjects } from '../ports/subjects.ts';
import { aboutCredential } from './about.ts';
import { eachDue } from './each-due.ts';
import { type LadderDeps, noticeLadder } from './notice-ladder.ts';
import { overridesOnce } from './overrides-once.ts';
import { type MailOutcome, type MailPost, postNotices, type PostDeps } from './post-notices.ts';
import { eventMessage } from './outgoing.ts';
import { noticedCredential, type Owed, owedIn, owedNow, remembering } from './owed-notices.ts';
import { sameCertificate } from './same-certificate.ts';
import { commitAndSend, type Sending } from './send-pending.ts';

export interface NoticeDeps extends Sending, LadderDeps, PostDeps {
  readonly subjects: Subjects;
  readonly digest: Digest;
  readonly firstRetry: Duration;
  readonly stepLease: Duration;
  readonly tenants: readonly Tenant[];
}

/** The notices of a subject that we have taken, and who is to get each. */
interface Taken {
  readonly key: SubjectKey;
  readonly state: SubjectState;
  readonly owed: readonly Owed[];
  readonly ladder: Ladder;
}

/** The first hundred of a run; the others stay owed, and a lease is long enough for these. */
const MOST_SUBJECTS = 100;
const TRIES = 5;

/**
 * Sends the notices that are owed for subjects which were judged just now: one mail to each person for all of them. A
 * notice is taken before it is sent, and noted as sent, to whom, only after it was; so a crash in between sends it again,
 * and an address that fails is tried again without writing to the others.
 */
export const notifyOwners = (deps: NoticeDeps) => {
  const commit = commitAndSend(deps);
  const post = postNotices(deps);

  const save = async (
    key: SubjectKey,
    stored: Stored<SubjectState>,
    owed: readonly Owed[],
    change: (memory: Judged, of: Owed) => Judged,
    dueAt: Instant,
    messages: readonly OutgoingMessage[] = [],
  ): Promise<SubjectState | undefined> => {
    const state = { ...stored.state, judged: remembering(stored.state.judged, owed, change) };
    const saved = await commit(deps.subjects, key, { expected: stored.version, state, dueAt, messages });
    return saved.ok ? state : undefined;
  };

  /** Changes the notices that we took, whoever else wrote the row meanwhile. If that fails, they go out twice, not never. */
  const settle = async (
    key: SubjectKey,
    takenUntil: Instant,
    change: (memory: Judged, of: Owed) => Judged,
    messages: readonly OutgoingMessage[] = [],
  ): Promise<void> => {
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const stored = await deps.subjects.find(key);
      if (stored === undefined) return;
      const ours = owedIn(stored.state).filter(({ notice }) => notice.takenUntil === takenUntil);
      // The judge sets the date for everything else; looking once too early costs one read.
      const saved = await save(key, stored, ours, change, deps.clock.now(), messages);
      if (saved !== undefined) return;
    }
  };

  const take = async (
    key: SubjectKey,
    takenUntil: Instant,
    ladderOf: ReturnType<typeof noticeLadder>,
  ): Promise<Taken | undefined> => {
    const stored = await deps.subjects.find(key);
    const owed = stored === undefined ? [] : owedNow(stored.state, deps.clock.now());
    if (stored === undefined || owed.length === 0) return undefined;
    const taking = (memory: Judged, { notice }: Owed) => ({
      ...memory,
      notice: { ...notice, nextTryAt: takenUntil, takenUntil },
    });
    // Due only when the lease ends, so that the judge leaves the row alone while we send.
    const state = await save(key, stored, owed, taking, takenUntil);
    if (state === undefined) return undefined; // someone else takes it, or the judge wrote: it stays owed
    const ladder = await ladderOf(
      state.facts,
      owed.flatMap(({ notice }) => notice.to),
    );
    if (ladder.ok) return { key, state, owed, ladder: ladder.value };
    const { code: failure, detail } = ladder.failure;
    deps.log('NOTICE_POSTPONED', { subjectId: key.id, failure, detail });
    await settle(key, takenUntil, (memory, { notice }) => postponed(memory, notice.delivered));
    return undefined;
  };

  /** Tried again later, but for those who need it no more. */
  const postponed = (memory: Judged, delivered: readonly string[]): Judged => {
    const { notice } = memory;
    if (notice === undefined) return memory;
    const attempts = notice.attempts + 1;
    const nextTryAt = nextTry(deps.clock.now(), deps.firstRetry, attempts);
    return { ...memory, notice: { ...notice, attempts, nextTryAt, delivered, takenUntil: undefined } };
  };

  const finish = async (
    { key, state, owed, ladder }: Taken,
    takenUntil: Instant,
    outcomes: ReadonlyMap<string, MailOutcome>,
  ): Promise<void> => {
    const now = deps.clock.now();
    const change = (memory: Judged, { notice }: Owed): Judged => {
      const readers = newReaders(notice.to, ladder, notice.delivered);
      const those = (outcome: MailOutcome) =>
        readers
          .filter(({ address }) => outcomes.get(addressKey(address)) === outcome)
          .map(({ key: who }) => who);
      const [sent, refused] = [those('sent'), those('refused')];
      const told =
        sent.length === 0
          ? memory.told
          : [...memory.told, { at: now, stage: notice.stage, cause: notice.cause, to: sent }];
      const after = { ...memory, told: told.slice(-TOLD_AT_MOST) };
      return those('away').length > 0
        ? postponed(after, [...notice.delivered, ...sent, ...refused])
        : { ...after, notice: undefined };
    };
    const missing = ladder.owners.kind === 'missing' ? ownerMissing(deps.digest, state, owed, now) : [];
    await settle(key, takenUntil, change, missing);
  };

  return async (keys: readonly SubjectKey[]): Promise<void> => {
    const now = deps.clock.now();
    const takenUntil = plus(now, deps.stepLease);
    const taken: Taken[] = [];
    const ladderOf = noticeLadder({ ...deps, overrides: overridesOnce(deps.overrides) });
    const takeOne = async (key: SubjectKey) => {
      const one = await take(key, takenUntil, ladderOf);
      if (one !== undefined) taken.push(await takeShared(one));
    };
    const sharedOf = sameCertificate(deps);
    const takeShared = async ({ key, state, owed, ladder }: Taken): Promise<Taken> => ({
      ...{ key, state, ladder },
      owed: await Promise.all(
        owed.map(async (of) => ({ ...of, credential: await sharedOf(state.facts, of.credential) })),
      ),
    });
    const taking = await eachDue(keys.slice(0, MOST_SUBJECTS), deps.log, ({ id }) => id, takeOne);
    const posts = taken.flatMap(({ key, state, owed, ladder }) =>
      owed.flatMap((of) =>
        newReaders(of.notice.to, ladder, of.notice.delivered).map((reader): MailPost => ({
          to: reader.address,
          subjectId: key.id,
          noticed: noticedCredential(
            deps.policy,
            state.facts,
            of,
            reader,
            now,
            deps.tenants.find(({ id }) => id === key.tenant)?.portal,
          ),
        })),
      ),
    );
    const outcomes = await post(posts, now);
    const finishing = await eachDue(
      taken,
      deps.log,
      ({ key }) => key.id,
      (one) => finish(one, takenUntil, outcomes),
    );
    const outage = taking.outage ?? finishing.outage;
    if (outage !== undefined) throw outage;
  };
};

/** Addresses differ in nothing by the case they are written in. */
const addressKey = (address: string): string => address.toLowerCase();

const newReaders = (
  to: Owed['notice']['to'],
  ladder: Ladder,
  delivered: readonly string[],
): readonly NoticeRecipient[] => recipientsOf(to, ladder).filter(({ key }) => !delivered.includes(key));

/** Nobody answers for it: that is said to the world, since there is nobody else to say it to. */
const ownerMissing = (
  digest: Digest,
  { facts }: SubjectState,
  owed: readonly Owed[],
  now: Instant,
): readonly OutgoingMessage[] =>
  owed.flatMap(({ credential, notice: { stage, to } }) => {
    const { expiresAt } = credential;
    if (expiresAt === undefined || !to.includes('owner')) return [];
    return [
      eventMessage(digest, {
        type: 'expiry-monitor.credential.owner-missing.v1',
        tenant: facts.tenant,
        about: credential.id,
        transition: `${stage}@${expiresAt}`,
        at: now,
        data: { ...aboutCredential(facts, credential), stage, expiresAt: toIso(expiresAt) },
      }),
    ];
  });
