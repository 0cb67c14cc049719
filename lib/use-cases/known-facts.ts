import type { Source } from '../domain/credential.ts';
import type { TenantId } from '../domain/ids.ts';
import { markOf, type MarkTable, markTable } from '../domain/marks.ts';
import type { Subjects } from '../ports/subjects.ts';

/** What is known of a source: a mark of the facts of each subject by the mark of its id. */
export interface KnownFacts {
  readonly facts: MarkTable;
  /** Those that are not gone. */
  readonly count: number;
}

/** No facts have this mark, so what comes back is news. */
const GONE = -1;

/** Reads the hashes of a source's facts, and nothing else of them. */
export const knownFacts = async (
  subjects: Subjects,
  { tenant, source }: { readonly tenant: TenantId; readonly source: Source },
): Promise<KnownFacts> => {
  const facts = markTable();
  let count = 0;
  for await (const known of subjects.known(tenant)) {
    if (known.source !== undefined && known.source !== source) continue;
    if (!known.isGone) count += 1;
    facts.set(markOf(known.id), known.isGone || known.factsHash === '' ? GONE : markOf(known.factsHash));
  }
  return { facts, count };
};
