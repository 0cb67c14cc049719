import type { Journal } from '../journal/journal.ts';

/** Remembers message ids for a while; a message whose id is known is accepted and dropped. */
export interface Duplicates {
  has(id: string, now: number): boolean;
  remember(id: string, now: number): void;
}

/** Without a window nothing is ever a duplicate. */
export const createDuplicates = (
  windowMs: number | undefined,
  journal: Journal,
  path: string,
  seen: ReadonlyMap<string, number>,
): Duplicates => {
  if (windowMs === undefined) return { has: () => false, remember: () => undefined };
  // Insertion order is time order, so that forgetting looks only at the front.
  const ids = new Map([...seen].sort(([, a], [, b]) => a - b));
  const forget = (now: number) => {
    for (const [id, at] of ids) {
      if (at > now - windowMs) return;
      ids.delete(id);
    }
  };
  return {
    has: (id, now) => {
      forget(now);
      return ids.has(id);
    },
    remember: (id, now) => {
      ids.set(id, now);
      journal.append({ t: 'seen', path, id, at: now });
    },
  };
};
