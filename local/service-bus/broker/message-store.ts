import type { Journal } from '../journal/journal.ts';
import type { SavedMailbox } from '../journal/saved-state.ts';
import { readMessage } from '../message/codec.ts';
import type { Message } from '../message/message.ts';
import type { Entry } from './entry.ts';
import { type OrderedNumbers, orderedNumbers } from './ordered-numbers.ts';

/** What is told about a message when it is put down. */
export type NewEntry = Pick<Entry, 'message'> &
  Partial<Pick<Entry, 'state' | 'enqueuedAt' | 'enqueuedSeq' | 'dueAt' | 'deliveryCount'>>;

/** How many messages there are, by what is going on with them. */
export interface Counts {
  readonly active: number;
  readonly locked: number;
  readonly deferred: number;
  readonly scheduled: number;
}

/** The messages of one mailbox: journalled, and those that can be taken at hand in their order. */
export interface MessageStore {
  put(given: NewEntry): Entry;
  /** Writes down what was changed about an entry. */
  save(entry: Entry): void;
  remove(entry: Entry): void;
  get(seq: number): Entry | undefined;
  /** By sequence number. */
  all(): readonly Entry[];
  /** The entry is free again, if it is one that receivers may take. */
  offer(entry: Entry): void;
  /** The first free entry of the lane, which is then free no more. */
  take(lane: string): Entry | undefined;
  firstOf(lane: string): number | undefined;
  /** Lanes in which something is free. */
  lanes(): readonly string[];
  counts(): Counts;
}

/** A lane is what keeps its order by itself: the session where there are sessions, else the whole mailbox. */
export const createMessageStore = (
  path: string,
  laneOf: (message: Message) => string,
  journal: Journal,
  saved: SavedMailbox,
): MessageStore => {
  let nextSeq = saved.nextSeq;
  const entries = new Map<number, Entry>();
  const free = new Map<string, OrderedNumbers>();

  const offer = (entry: Entry) => {
    if (entry.state !== 'active' || entry.lock !== undefined) return;
    const lane = laneOf(entry.message);
    const numbers = free.get(lane) ?? orderedNumbers();
    numbers.add(entry.seq);
    free.set(lane, numbers);
  };
  const save = (entry: Entry) => {
    journal.append({
      t: 'put',
      path,
      seq: entry.seq,
      raw: entry.message.raw.toString('base64'),
      enqueuedAt: entry.enqueuedAt,
      deliveryCount: entry.deliveryCount,
      state: entry.state,
      ...(entry.dueAt === undefined ? {} : { dueAt: entry.dueAt }),
      ...(entry.enqueuedSeq === undefined ? {} : { enqueuedSeq: entry.enqueuedSeq }),
    });
  };
  const withdraw = (lane: string, numbers: OrderedNumbers) => {
    if (numbers.size === 0) free.delete(lane);
  };

  for (const record of [...saved.messages.values()].sort((a, b) => a.seq - b.seq)) {
    const entry: Entry = {
      seq: record.seq,
      message: readMessage(Buffer.from(record.raw, 'base64')),
      enqueuedAt: record.enqueuedAt,
      enqueuedSeq: record.enqueuedSeq,
      dueAt: record.dueAt,
      state: record.state,
      deliveryCount: record.deliveryCount,
      lock: undefined,
    };
    entries.set(entry.seq, entry);
    offer(entry);
  }

  return {
    put: ({ message, state = 'active', enqueuedAt = Date.now(), enqueuedSeq, dueAt, deliveryCount = 0 }) => {
      const lock = undefined;
      const entry = { seq: nextSeq, message, state, enqueuedAt, enqueuedSeq, dueAt, deliveryCount, lock };
      nextSeq += 1;
      entries.set(entry.seq, entry);
      save(entry);
      offer(entry);
      return entry;
    },
    save,
    remove: (entry) => {
      entries.delete(entry.seq);
      const lane = laneOf(entry.message);
      const numbers = free.get(lane);
      if (numbers !== undefined) {
        numbers.remove(entry.seq);
        withdraw(lane, numbers);
      }
      journal.append({ t: 'del', path, seq: entry.seq });
    },
    get: (seq) => entries.get(seq),
    all: () => [...entries.values()],
    offer,
    take: (lane) => {
      const numbers = free.get(lane);
      const seq = numbers?.shift();
      if (numbers === undefined || seq === undefined) return undefined;
      withdraw(lane, numbers);
      return entries.get(seq);
    },
    firstOf: (lane) => free.get(lane)?.first,
    lanes: () => [...free.keys()],
    counts: () => {
      const counts = { active: 0, locked: 0, deferred: 0, scheduled: 0 };
      for (const { state, lock } of entries.values()) counts[lock === undefined ? state : 'locked'] += 1;
      return counts;
    },
  };
};
