import type { Subject } from '../domain/credential.ts';
import { fingerprint, type SubjectId } from '../domain/ids.ts';
import { markOf, type MarkTable } from '../domain/marks.ts';
import type { Instant } from '../domain/time.ts';
import type { NewSubject } from '../ports/subjects.ts';
import { factsTextOf, observeSubject, type ObserveDeps } from './observe-subject.ts';

/** How many subjects are asked for at once. */
const LANES = 8;

/**
 * Writes what is news in a page. What is known to be as it was costs no request; what is new is written in transactions of
 * many; what changed, or is not known to be either, is read and written by itself. `known` holds a mark of the facts of
 * each known subject by the mark of its id; without it nothing is known.
 */
export const observePage = (deps: ObserveDeps) => {
  const observe = observeSubject(deps);
  return async (
    subjects: readonly Subject[],
    known: MarkTable | undefined,
    observedAt: Instant,
  ): Promise<void> => {
    const news = new Map<SubjectId, NewSubject>();
    const others: Subject[] = [];
    for (const facts of subjects) {
      const factsText = factsTextOf(facts);
      const factsHash = fingerprint(deps.digest, factsText);
      const before = known?.get(markOf(facts.id));
      if (before === markOf(factsHash)) continue;
      if (known === undefined || before !== undefined) others.push(facts);
      else {
        const state = { facts, factsHash, observedAt, goneAt: undefined, judged: {} };
        news.set(facts.id, { state, factsText });
      }
    }
    const refused = news.size === 0 ? [] : await deps.subjects.insertAll([...news.values()], observedAt);
    await inLanes([...others, ...refused.map(({ facts }) => facts)], LANES, (facts) =>
      observe(facts, facts, observedAt),
    );
    for (const { state } of news.values()) known?.set(markOf(state.facts.id), markOf(state.factsHash));
  };
};

/** Works on all, so many at a time. */
export const inLanes = async <T>(
  items: readonly T[],
  lanes: number,
  work: (item: T) => Promise<unknown>,
): Promise<void> => {
  for (let start = 0; start < items.length; start += lanes)
    await Promise.all(items.slice(start, start + lanes).map(work));
};
