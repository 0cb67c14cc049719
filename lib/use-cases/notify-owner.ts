import { nextTry } from '../domain/backoff.ts';
import type { Credential } from '../domain/credential.ts';
import type { Digest } from '../domain/ids.ts';
import type { Judged, JudgedCredentials, OwedNotice } from '../domain/judging.ts';
import { type Owners, whyYou } from '../domain/owner.ts';
import { type Duration, earlier, type Instant, toIso } from '../domain/time.ts';
import type { Stored } from '../ports/aggregates.ts';
import type { Mailer } from '../ports/mailer.ts';
import type { People } from '../ports/people.ts';
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
}

interface Owed {
  readonly credential: Credential;
  readonly expiresAt: Instant;
  readonly notice: OwedNotice;
}

/**
 * Sends the notices that the owners of a subject are owed, one mail for all of them. A mail goes out at least once: it is
 * noted as sent only after it was, and a crash in between sends it again.
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
    const address = to.kind === 'mailbox' ? to.mailbox : (to.people[0].mail ?? '');
    return deps.mailer.send({ to: address, ...text, reference: facts.id });
  };

  const save = async (
    key: SubjectKey,
    stored: Stored<SubjectState>,
    owed: readonly Owed[],
    next: (o: Owed) => OwedNotice | undefined,
    missing: boolean,
    now: Instant,
  ) => {
    const judged = owed.reduce((all, one) => withNotice(all, one, next(one)), stored.state.judged);
    const { facts } = stored.state;
    const tries = owed.map((one) => next(one)?.nextTryAt).filter((at): at is Instant => at !== undefined);
    const saved = await commit(deps.subjects, key, {
      expected: stored.version,
      state: { ...stored.state, judged },
      // The judge sets the date for everything else; looking once too early costs one read.
      dueAt: tries.reduce(earlier, now),
      messages: missing
        ? owed.map(({ credential, expiresAt, notice: { stage } }) =>
            eventMessage(deps.digest, {
              type: 'expiry-monitor.credential.owner-missing.v1',
              tenant: facts.tenant,
              about: credential.id,
              transition: `${stage}@${expiresAt}`,
              at: now,
              data: { ...aboutCredential(facts, credential), stage, expiresAt: toIso(expiresAt) },
            }),
          )
        : [],
    });
    if (!saved.ok) return; // the row changed meanwhile: the notice stays owed, and may go out twice rather than never
  };

  return async (key: SubjectKey): Promise<void> => {
    const stored = await deps.subjects.find(key);
    if (stored === undefined) return;
    const owed = owedBy(stored.state);
    if (!isSome(owed)) return;
    const now = deps.clock.now();
    const postpone = async (code: string) => {
      deps.log('NOTICE_POSTPONED', { subjectId: key.id, failure: code });
      await save(key, stored, owed, ({ notice }) => later(notice, now, deps.firstRetry), false, now);
    };
    const to = await owners(stored.state.facts);
    if (!to.ok) return postpone(to.failure.code);
    if (to.value.kind === 'missing') return save(key, stored, owed, () => undefined, true, now);
    const sent = await mailTo(stored.state, to.value, owed, now);
    if (!sent.ok && sent.failure.code === 'UNAVAILABLE') return postpone(sent.failure.code);
    if (!sent.ok) deps.log('NOTICE_REFUSED', { subjectId: key.id });
    await save(key, stored, owed, () => undefined, !sent.ok, now);
  };
};

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
