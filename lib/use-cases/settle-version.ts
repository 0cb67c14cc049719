import { nextTry } from '../domain/backoff.ts';
import { credentialOf } from '../domain/credential.ts';
import { type NextAct, type VersionProgress, withTold } from '../domain/next-version.ts';
import { itemPlaceOf } from '../domain/item-place.ts';
import { active, type ActiveRenewal, type Renewal } from '../domain/renewal.ts';
import { ok, type Result } from '../domain/result.ts';
import { type Instant, later, toIso } from '../domain/time.ts';
import type { Stored } from '../ports/aggregates.ts';
import type { DeskFailure, ServiceDesk } from '../ports/service-desk.ts';
import type { Subjects } from '../ports/subjects.ts';
import type { Texts } from '../ports/texts.ts';
import type { VersionNote } from '../ports/version-note.ts';
import { noteOnTicket } from './note-on-ticket.ts';
import { renewalSaga, type SagaDeps } from './renewal-saga.ts';

export interface SettleDeps extends SagaDeps {
  readonly desk: ServiceDesk;
  readonly texts: Texts;
  readonly subjects: Subjects;
}

type Renewing = Extract<ActiveRenewal, { state: 'renewing-version' }>;
type Told = Result<VersionProgress, DeskFailure>;

/** Notes where the new version of an item stands, tells the people on the ticket what they have to know, and when to look again. */
export const settleVersion = (deps: SettleDeps) => {
  const saga = renewalSaga(deps);

  /** Says it once. `key` tells one thing to say from another. */
  const tell = async (at: Renewing, key: string, note: VersionNote): Promise<Told> => {
    const { version } = at;
    if (version.told.includes(key)) return ok(version);
    const said = await noteOnTicket(deps, at, deps.texts.versionNote(note));
    return said.ok ? ok({ ...version, told: withTold(version.told, key) }) : said;
  };

  /** Who is known to use it hears that there is a new one. */
  const tellUsers = async (at: Renewing): Promise<Told> => {
    const { tenant, subjectId: id, credentialId } = at.of;
    const facts = (await deps.subjects.find({ tenant, id }))?.state.facts;
    const users = facts && (credentialOf(facts, credentialId) ?? facts.credentials[0])?.dependents;
    const names = (users ?? []).map(({ name }) => name);
    return names.length === 0
      ? ok(at.version)
      : tell(at, 'used-by', { kind: 'used-by', names, ...whereOf(at) });
  };

  const there = async (
    stored: Stored<Renewal>,
    at: Renewing,
    { keyId, expiresAt }: Extract<NextAct, { kind: 'there' }>['by'],
    before: Stored<Renewal>,
  ): Promise<void> => {
    const told = await tellUsers(at);
    if (!told.ok) return saga.postpone(stored, told.failure, before);
    const seenAt = deps.clock.now();
    const proved = await saga.move(
      stored,
      { kind: 'prove', by: { keyId, expiresAt, seenAt, how: 'new-version' } },
      (next) => [
        saga.event('expiry-monitor.renewal.version-made.v1', next, {
          newKeyId: keyId,
          ...(expiresAt === undefined ? {} : { newExpiresAt: toIso(expiresAt) }),
        }),
      ],
    );
    if (proved.ok) deps.log('STEP_DONE', { renewalId: stored.state.id, step: 'renew-version' });
  };

  const leave = async (
    stored: Stored<Renewal>,
    at: Renewing,
    { why }: Extract<NextAct, { kind: 'leave' }>,
    before: Stored<Renewal>,
  ): Promise<void> => {
    const said = await tell(at, `leave:${why}`, { kind: 'left', why, ...whereOf(at) });
    if (!said.ok) return saga.postpone(stored, said.failure, before);
    const handed = await saga.move(stored, { kind: 'hand-over' });
    if (handed.ok) deps.log('VERSION_LEFT_TO_PEOPLE', { renewalId: at.id, why });
  };

  /** The issuer said no. The vault is asked anew, ever more rarely, until it says yes or someone ends the renewal. */
  const refused = async (
    stored: Stored<Renewal>,
    at: Renewing,
    { requestId, said: words }: Extract<NextAct, { kind: 'failed' }>,
    before: Stored<Renewal>,
  ): Promise<void> => {
    const said = await tell(at, `failed:${words ?? ''}`, { kind: 'refused', said: words, ...whereOf(at) });
    if (!said.ok) return saga.postpone(stored, said.failure, before);
    const now = deps.clock.now();
    const refusals = at.version.refusals + 1;
    const version = { ...said.value, requestId: undefined, looks: 0, refusals };
    const noted = await saga.move(stored, { kind: 'note-version', version, nextLookAt: now, now });
    if (noted.ok) await saga.postpone(noted.value, { code: 'ISSUER_REFUSED', detail: requestId }, before);
  };

  /** What there is to say while something is awaited, and when to look again. */
  const awaited = async (
    at: Renewing,
    act: Exclude<NextAct, { kind: 'there' | 'leave' | 'failed' }>,
    now: Instant,
  ): Promise<Result<{ version: VersionProgress; nextLookAt: Instant }, DeskFailure>> => {
    const looks = at.version.looks + 1;
    const usual = nextTry(now, deps.firstRetry, looks);
    switch (act.kind) {
      case 'await-signature': {
        const said = await tell(at, `csr:${act.requestId}`, { kind: 'csr', csr: act.csr, ...whereOf(at) });
        if (!said.ok) return said;
        return ok({ version: { ...said.value, requestId: act.requestId, looks }, nextLookAt: usual });
      }
      case 'await-rotation': {
        const note = { kind: 'rotates', at: act.at, ...whereOf(at) } as const;
        const said = await tell(at, `rotates:${act.at}`, note);
        return said.ok ? ok({ version: { ...said.value, looks }, nextLookAt: later(usual, act.at) }) : said;
      }
      case 'await-deposit': {
        const said = await tell(at, 'deposit', { kind: 'deposit', ...whereOf(at) });
        return said.ok ? ok({ version: { ...said.value, looks }, nextLookAt: usual }) : said;
      }
      case 'await-issuer':
        return ok({ version: { ...at.version, requestId: act.requestId, looks }, nextLookAt: usual });
      // It was asked, and the vault does not show it yet.
      case 'ask':
      case 'rotate':
      case 'set':
        return ok({ version: { ...at.version, looks }, nextLookAt: usual });
    }
  };

  return async (
    stored: Stored<Renewal>,
    act: NextAct,
    before: Stored<Renewal>,
    /** What was noted since it was stored. */
    version?: VersionProgress,
  ): Promise<void> => {
    const found = active(stored.state);
    if (found.state !== 'renewing-version') return;
    const at = version === undefined ? found : { ...found, version };
    if (act.kind === 'there') return there(stored, at, act.by, before);
    if (act.kind === 'leave') return leave(stored, at, act, before);
    if (act.kind === 'failed') return refused(stored, at, act, before);
    const now = deps.clock.now();
    const waits = await awaited(at, act, now);
    if (!waits.ok) return saga.postpone(stored, waits.failure, before);
    const noted = await saga.move(stored, { kind: 'note-version', ...waits.value, now });
    if (noted.ok) deps.log('VERSION_AWAITED', { renewalId: at.id, what: act.kind });
  };
};

/** Where the item is, for those who go there. */
const whereOf = ({ of }: Renewing) => {
  const item = itemPlaceOf(of.nativeId);
  return {
    host: item?.host ?? '',
    collection: item?.collection ?? ('secrets' as const),
    name: item?.name ?? of.name,
    expiresAt: of.expiresAt,
  };
};
