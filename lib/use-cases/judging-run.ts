import type { Subject } from '../domain/credential.ts';
import type { Digest, RenewalId, SubjectId, TenantId } from '../domain/ids.ts';
import { type KnownOwners, knownOwners } from '../domain/owner.ts';
import type { RenewalSketch } from '../domain/renewal-sketch.ts';
import type { Silence } from '../domain/silence.ts';
import { days, type Instant, minus, minutes, plus } from '../domain/time.ts';
import type { Directory } from '../ports/directory.ts';
import type { RenewalSketches } from '../ports/renewal-sketches.ts';
import type { StandingSilences } from '../ports/standing-silences.ts';
import type { Subjects } from '../ports/subjects.ts';
import { unreadable } from './each-due.ts';
import { standingOverride } from './owner-evidence.ts';
import { overridesOnce } from './overrides-once.ts';
import { type ResolveDeps, resolveOwners } from './resolve-owners.ts';
import { sameCertificate } from './same-certificate.ts';
import { type LastUseDeps, withLastUse } from './with-last-use.ts';

export interface JudgingRunDeps extends ResolveDeps, LastUseDeps {
  readonly subjects: Subjects;
  readonly directory: Directory;
  readonly sketches: RenewalSketches;
  readonly silences: StandingSilences;
  readonly digest: Digest;
  /** `observe` is a ceiling: whatever is armed, nothing is announced. */
  readonly mode: 'observe' | 'act';
}

/** What one run of the judge asks of the world beside its subjects: each thing once, however many are due. */
export interface JudgingRun {
  /** Since when its source speaks; undefined: it does not. */
  armedSince(subject: Pick<Subject, 'tenant' | 'source'>): Promise<Instant | undefined>;
  /** Of renewals that ended long ago some are not known. */
  renewalOf(id: RenewalId): Promise<RenewalSketch | undefined>;
  silencesOf(id: SubjectId): Promise<readonly Silence[]>;
  /** Who answers for a subject: what is known, while it is fresh; what was known, while nobody can be asked. */
  ownersOf(subject: Subject, known: KnownOwners | undefined): Promise<KnownOwners | undefined>;
  /** The subject with the last use of what is near its end, where that is known. */
  usedOf: ReturnType<typeof withLastUse>;
  /** The credential with those that hold the same certificate. */
  sharedOf: ReturnType<typeof sameCertificate>;
}

/** What was removed with a renewal is out of every source's lists long before this. */
const ENDED_LATELY = days(30);
/** Owners change rarely, and who writes to them asks again. */
const FRESH = days(1);
/** After so many failures in a row nobody else of that tenant is asked about in this run. */
const ENOUGH = 3;
/** A directory that is slow must not hold up what is to be announced. */
const TIME_FOR_OWNERS = minutes(1);

export const beginJudgingRun = (deps: JudgingRunDeps): JudgingRun => {
  const startedAt = deps.clock.now();
  const name = unreadable(deps.log);
  const armed = new Map<string, Promise<Instant | undefined>>();
  const sketches = once(() => deps.sketches.read(minus(startedAt, ENDED_LATELY), name));
  const silences = once(async () => Map.groupBy(await deps.silences.read(name), (one) => one.subjectId));
  const asking = { ...deps, overrides: overridesOnce(deps.overrides) };
  const resolve = resolveOwners(asking);
  const standing = standingOverride(asking);
  /** In a row, by tenant: one that does not answer keeps no other from being asked. */
  const failures = new Map<TenantId, number>();
  const failed = (tenant: TenantId): number => failures.get(tenant) ?? 0;

  const ask = async (subject: Subject, now: Instant): Promise<KnownOwners | undefined> => {
    if (failed(subject.tenant) >= ENOUGH || plus(startedAt, TIME_FOR_OWNERS) <= now) return undefined;
    const found = await resolve(subject);
    if (found.ok) {
      failures.delete(subject.tenant);
      return knownOwners(deps.digest, found.value.owners, now, found.value.override);
    }
    failures.set(subject.tenant, failed(subject.tenant) + 1);
    deps.log('OWNERS_UNKNOWN', { subjectId: subject.id, failure: found.failure.code });
    return undefined;
  };

  const overrideNow = async (subject: Subject): Promise<string | undefined> => {
    const held = await standing(subject);
    return held && (held.id ?? 'policy');
  };

  return {
    usedOf: withLastUse(deps),
    sharedOf: sameCertificate(deps),
    armedSince: async ({ tenant, source }) => {
      if (deps.mode === 'observe') return undefined;
      const key = `${tenant}/${source}`;
      const asked =
        armed.get(key) ?? deps.directory.find({ tenant, source }).then((found) => found?.state.armedAt);
      armed.set(key, asked);
      return asked;
    },
    renewalOf: async (id) => (await sketches()).get(id),
    silencesOf: async (id) => (await silences()).get(id) ?? [],
    ownersOf: async (subject, known) => {
      const now = deps.clock.now();
      const isYoung = known !== undefined && plus(known.askedAt, FRESH) > now;
      return isYoung && known.override === (await overrideNow(subject))
        ? known
        : ((await ask(subject, now)) ?? known);
    },
  };
};

/** Asked when it is first wanted, and never again; a failure is everyone's. */
const once = <T>(read: () => Promise<T>): (() => Promise<T>) => {
  let asked: Promise<T> | undefined;
  return () => (asked ??= read());
};
