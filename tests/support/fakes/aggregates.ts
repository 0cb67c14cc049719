import { fail, ok } from '../../../lib/domain/result.ts';
import { toIso } from '../../../lib/domain/time.ts';
import type { Aggregates, Stored } from '../../../lib/ports/aggregates.ts';
import { frozenCopy } from './deep-copy.ts';
import { type FakeOutbox, fakeOutbox } from './outbox.ts';

export interface FakeAggregatesOptions<Key> {
  /** Tells keys apart. */
  readonly keyText: (key: Key) => string;
  /** The table's name in the outbox. */
  readonly table?: string;
  /** Where its messages go; one of its own when absent. */
  readonly outbox?: FakeOutbox;
}

/** Aggregates in memory: the same promises as the table, with a look inside and outages on demand. */
export interface FakeAggregates<Key, State> extends Aggregates<Key, State> {
  /** Every aggregate as it stands, by key text. */
  all(): readonly State[];
  /** Until `back()`, every call throws. */
  away(): void;
  back(): void;
  isAway(): boolean;
  /** The next commit takes effect and then throws, as when the answer is lost and the retries are spent. */
  loseNextAnswer(): void;
  /** From now on this one can't be read, as a row that someone wrote by hand. */
  spoil(key: Key): void;
  isSpoiled(key: Key): boolean;
}

interface Row<Key, State> {
  readonly key: Key;
  readonly stored: Stored<State>;
}

export const fakeAggregates = <Key, State>({
  keyText,
  table = 'Aggregates',
  outbox = fakeOutbox(),
}: FakeAggregatesOptions<Key>): FakeAggregates<Key, State> => {
  const rows = new Map<string, Row<Key, State>>();
  let writes = 0;
  let isAway = false;
  let answerIsLost = false;
  const spoiled = new Set<string>();
  // Asynchronous, so that callers interleave as they do over the wire, and errors are rejections.
  const reach = async (): Promise<void> => {
    await Promise.resolve();
    if (isAway) throw new Error(`The table ${table} is away.`);
  };

  return {
    spoil: (key) => void spoiled.add(keyText(key)),
    isSpoiled: (key) => spoiled.has(keyText(key)),
    find: async (key) => {
      await reach();
      if (spoiled.has(keyText(key))) throw new Error(`The row ${keyText(key)} can't be read.`);
      return rows.get(keyText(key))?.stored;
    },
    commit: async (key, change) => {
      await reach();
      const text = keyText(key);
      const current = rows.get(text)?.stored.version.etag;
      if (current !== (change.expected === 'absent' ? undefined : change.expected.etag))
        return fail({ code: 'STALE' });
      writes += 1;
      const dueKey = change.dueAt === undefined ? undefined : `due~${toIso(change.dueAt)}~${text}`;
      const version = { etag: `"${writes}"`, dueKey };
      rows.set(text, frozenCopy({ key, stored: { state: change.state, version } }));
      const pending = outbox.put(table, text, change.messages);
      if (answerIsLost) {
        answerIsLost = false;
        throw new Error(`The answer of the table ${table} was lost.`);
      }
      return ok({ version, pending });
    },
    due: async (now, limit) => {
      await reach();
      const until = `due~${toIso(now)}~~`;
      return [...rows.values()]
        .flatMap(({ key, stored: { version } }) =>
          version.dueKey === undefined ? [] : [{ key, at: version.dueKey }],
        )
        .filter(({ at }) => at < until)
        .sort((a, b) => (a.at < b.at ? -1 : 1))
        .slice(0, limit)
        .map(({ key }) => key);
    },
    all: () => [...rows.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row.stored.state),
    away: () => {
      isAway = true;
    },
    isAway: () => isAway,
    back: () => {
      isAway = false;
    },
    loseNextAnswer: () => {
      answerIsLost = true;
    },
  };
};
