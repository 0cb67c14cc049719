import type { Subject } from '../domain/credential.ts';
import { type Digest, fingerprint } from '../domain/ids.ts';
import { departedSince } from '../domain/passing.ts';
import type { Instant } from '../domain/time.ts';
import type { Stored } from '../ports/aggregates.ts';
import type { SubjectState, Subjects } from '../ports/subjects.ts';

export interface ObserveDeps {
  readonly subjects: Subjects;
  readonly digest: Digest;
}

const TRIES = 5;

/** How an observation changes what we know; undefined when it tells nothing new. */
const changed = (
  known: SubjectState | undefined,
  facts: Subject | undefined,
  factsHash: string,
  observedAt: Instant,
): SubjectState | undefined => {
  if (known !== undefined && known.observedAt >= observedAt) return undefined; // an older look
  if (facts === undefined) {
    return known === undefined || known.goneAt !== undefined
      ? undefined
      : {
          ...known,
          facts: { ...known.facts, credentials: [] },
          factsHash: '',
          observedAt,
          goneAt: observedAt,
          departed: departedSince(asBefore(known), undefined, observedAt),
        };
  }
  if (known?.factsHash === factsHash && known.goneAt === undefined) return undefined;
  if (known === undefined) return { facts, factsHash, observedAt, goneAt: undefined, judged: {} };
  const departed = departedSince(asBefore(known), facts, observedAt);
  return { ...known, facts, factsHash, observedAt, goneAt: undefined, departed };
};

const asBefore = ({ facts, departed = [] }: SubjectState) => ({ facts, departed });

/** Equal facts, equal texts: whoever makes facts keeps their lists in one order. */
export const factsTextOf = (facts: Subject): string => JSON.stringify(facts);

/** Equal facts, equal hashes. */
export const factsHashOf = (digest: Digest, facts: Subject): string =>
  fingerprint(digest, factsTextOf(facts));

/**
 * Writes what was seen of a subject, or that it is gone, if that is news; changed facts are due for judging at once.
 * The judge writes the same rows: whoever loses that race looks again.
 */
export const observeSubject =
  ({ subjects, digest }: ObserveDeps) =>
  async (
    key: Pick<Subject, 'tenant' | 'id'>,
    facts: Subject | undefined,
    observedAt: Instant,
  ): Promise<void> => {
    const factsHash = facts === undefined ? '' : factsHashOf(digest, facts);
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const stored: Stored<SubjectState> | undefined = await subjects.find(key);
      const state = changed(stored?.state, facts, factsHash, observedAt);
      if (state === undefined) return;
      const saved = await subjects.commit(key, {
        expected: stored?.version ?? 'absent',
        state,
        dueAt: observedAt,
        messages: [],
      });
      if (saved.ok) return;
    }
    throw new Error(`Subject ${key.id} kept changing under ${TRIES} writes.`);
  };
