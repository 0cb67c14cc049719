import { nextTry } from '../domain/backoff.ts';
import type { Credential } from '../domain/credential.ts';
import type { Digest } from '../domain/ids.ts';
import type { Judged, JudgedCredentials, OwedNotice } from '../domain/judged.ts';
import { type Owners, whyYou } from '../domain/owner.ts';
import type { Result } from '../domain/result.ts';
import { type Duration, type Instant, plus, toIso } from '../domain/time.ts';
import type { Stored } from '../ports/aggregates.ts';
import type { Mailer, MailFailure } from '../ports/mailer.ts';
import type { People } from '../ports/people.ts';
import type { OutgoingMessage } from '../ports/publisher.ts';
import type { SubjectKey, SubjectState, Subjects } from '../ports/subjects.ts';
import type { NoticedCredential, Texts } from '../ports/texts.ts';
import { aboutCredential } from './about.ts';
import { eventMessage } from './outgoing.ts';
import { resolveOwners } from './resolve-owners.ts';
import { commitAndSend, type Sending } from './send-pending.ts';

export interface NoticeDeps extends Sending {
  readonly subjects: Subjects;
  readonly people: People;
  readonly mailer: Mailer;
  readonly texts: Texts;
  readonly digest: Digest;
  readonly teamMailbox: string | undefined;
  readonly firstRetry: Duration;
  readonly stepLease: Duration;
}

interface Owed {
  readonly credential: Credential;
  readonly expiresAt: Instant;
  readonly notice: OwedNotice;
}

/**
 * Sends the notices that the owners of a subject are owed, one mail to each owner for all of them. A notice is taken
 * before it is sent, so that several stages reached at once are one mail; and it is noted as sent only after it was, so
 * that a crash in between sends it again.
 */
export const notifyOwner = (deps: NoticeDeps) => {
  const commit = commitAndSend(deps);
  const owners = resolveOwners(deps);

  const mailTo = async (
    { facts }: SubjectState,
    to: Exclude<Owners, { kind: 'missing' }>,
    [first, ...others]: readonly [Owed, ...Owed[]],
    now: Instant,
  ) => {
    const noticed = ({ credential, expiresAt }: Owed): NoticedCredential => ({
      applicationName: facts.name,
      applicationId: facts.appId,
      environment: facts.environment,
      kind: credential.kind,
      credentialName: credential.name,
      expiresAt,
      whyYou: whyYou(to.reason, facts),
      renewedBy: credential.kind === 'client-secret' ? 'us' : 'owner',
    });
    const text = deps.texts.ownerNotice({ credentials: [noticed(first), ...others.map(noticed)], now });
    const addresses = to.kind === 'mailbox' ? [to.mailbox] : to.people.flatMap(({ mail }) => mail ?? []);
    const sent: Result<undefined, MailFailure>[] = [];
    for (const address of addresses)
      sent.push(await deps.mailer.send({ to: address, ...text, reference: facts.id }));
    return sent;
  };

  const save = async (
    key: SubjectKey,
    stored: Stored<SubjectState>,
    owed: readonly Owed[],
    next: (o: Owed) => OwedNotice | undefined,
    dueAt: Instant,
    messages: readonly OutgoingMessage[] = [],
  ): Promise<Stored<SubjectState> | undefined> => {
    const judged = owed.reduce((all, one) => withNotice(all, one, next(one)), stored.state.judged);
    const state = { ...stored.state, judged };
    const saved = await commit(deps.subjects, key, {
      expected: stored.version,
      state,
      dueAt,
      messages,
    });
    return saved.ok ? { state, version: saved.value } : undefined;
  };

  /** Changes the notices that we took, whoever else wrote the row meanwhile. If that fails, they go out twice, not never. */
  const settle = async (
    key: SubjectKey,
    takenUntil: Instant,
    next: (o: Owed) => OwedNotice | undefined,
    messages: readonly OutgoingMessage[] = [],
  ): Promise<void> => {
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const stored = await deps.subjects.find(key);
      if (stored === undefined) return;
      const ours = owedBy(stored.state).filter(({ notice }) => notice.takenUntil === takenUntil);
      // The judge sets the date for everything else; looking once too early costs one read.
      const saved = await save(key, stored, ours, next, deps.clock.now(), messages);
      if (saved !== undefined) return;
    }
  };

  const ownerMissing = ({ facts }: SubjectState, owed: readonly Owed[], now: Instant) =>
    owed.map(({ credential, expiresAt, notice: { stage } }) =>
      eventMessage(deps.digest, {
        type: 'expiry-monitor.credential.owner-missing.v1',
        tenant: facts.tenant,
        about: credential.id,
        transition: `${stage}@${expiresAt}`,
        at: now,
        data: { ...aboutCredential(facts, credential), stage, expiresAt: toIso(expiresAt) },
      }),
    );

  return async (key: SubjectKey): Promise<void> => {
    const found = await deps.subjects.find(key);
    if (found === undefined) return;
    const now = deps.clock.now();
    const owed = owedBy(found.state).filter(
      ({ notice }) => notice.takenUntil === undefined || notice.takenUntil <= now,
    );
    if (!isSome(owed)) return;
    const takenUntil = plus(now, deps.stepLease);
    const taken = ({ notice }: Owed) => ({ ...notice, nextTryAt: takenUntil, takenUntil });
    // Due only when the lease ends, so that the judge leaves the row alone while we send.
    const stored = await save(key, found, owed, taken, takenUntil);
    if (stored === undefined) return; // someone else takes it, or the judge wrote: it stays owed

    const to = await owners(stored.state.facts);
    const postpone = async (failure: { readonly code: string; readonly detail: string }) => {
      deps.log('NOTICE_POSTPONED', { subjectId: key.id, failure: failure.code, detail: failure.detail });
      await settle(key, takenUntil, ({ notice }) => later(notice, now, deps.firstRetry));
    };
    if (!to.ok) return postpone(to.failure);
    if (to.value.kind === 'missing')
      return settle(key, takenUntil, () => undefined, ownerMissing(stored.state, owed, now));
    const failures = (await mailTo(stored.state, to.value, owed, now)).flatMap((sent) =>
      sent.ok ? [] : [sent.failure],
    );
    const outage = failures.find(({ code }) => code === 'UNAVAILABLE');
    if (outage !== undefined) return postpone(outage);
    for (const { detail } of failures) deps.log('NOTICE_REFUSED', { subjectId: key.id, detail });
    await settle(key, takenUntil, () => undefined);
  };
};

const TRIES = 5;

const isSome = (owed: readonly Owed[]): owed is readonly [Owed, ...Owed[]] => owed.length > 0;

const owedBy = ({ facts, judged }: SubjectState): Owed[] =>
  facts.credentials.flatMap((credential) => {
    const notice = judged[credential.id]?.notice;
    const { expiresAt } = credential;
    return notice === undefined || expiresAt === undefined ? [] : [{ credential, expiresAt, notice }];
  });

const later = (notice: OwedNotice, now: Instant, first: Duration): OwedNotice => ({
  ...notice,
  attempts: notice.attempts + 1,
  takenUntil: undefined,
  nextTryAt: nextTry(now, first, notice.attempts + 1),
});

const withNotice = (
  all: JudgedCredentials,
  { credential }: Owed,
  notice: OwedNotice | undefined,
): JudgedCredentials => {
  const memory: Judged | undefined = all[credential.id];
  return memory === undefined ? all : { ...all, [credential.id]: { ...memory, notice } };
};
