import type { FilterSpec } from '../filter/rules.ts';
import type { JournalRecord, PutRecord } from './records.ts';

/** What a journal says about one queue, subscription, dead-letter queue or topic. */
export interface SavedMailbox {
  nextSeq: number;
  readonly messages: Map<number, PutRecord>;
  /** Session state, base64. */
  readonly sessions: Map<string, string>;
  /** Message ids and when they were seen. */
  readonly seen: Map<string, number>;
  rules: Readonly<Record<string, FilterSpec>> | undefined;
}

/** Everything that outlived the last process. */
export interface SavedState {
  readonly mailboxes: Map<string, SavedMailbox>;
  readonly subscriptions: Map<string, { readonly topic: string; readonly name: string }>;
}

/** The state of a namespace that never ran. */
export const emptyState = (): SavedState => ({ mailboxes: new Map(), subscriptions: new Map() });

/** The saved part of one path, made when it is first spoken of. */
export const savedMailbox = (state: SavedState, path: string): SavedMailbox => {
  const known = state.mailboxes.get(path);
  if (known !== undefined) return known;
  const fresh: SavedMailbox = {
    nextSeq: 1,
    messages: new Map(),
    sessions: new Map(),
    seen: new Map(),
    rules: undefined,
  };
  state.mailboxes.set(path, fresh);
  return fresh;
};

/** Follows the records from the first to the last. */
export const replay = (records: readonly JournalRecord[]): SavedState => {
  const state = emptyState();
  for (const record of records) apply(state, record);
  return state;
};

const apply = (state: SavedState, record: JournalRecord): void => {
  switch (record.t) {
    case 'put': {
      const mailbox = savedMailbox(state, record.path);
      mailbox.messages.set(record.seq, record);
      mailbox.nextSeq = Math.max(mailbox.nextSeq, record.seq + 1);
      return;
    }
    case 'del':
      savedMailbox(state, record.path).messages.delete(record.seq);
      return;
    case 'session': {
      const { sessions } = savedMailbox(state, record.path);
      if (record.state === null) sessions.delete(record.id);
      else sessions.set(record.id, record.state);
      return;
    }
    case 'seen':
      savedMailbox(state, record.path).seen.set(record.id, record.at);
      return;
    case 'next': {
      const mailbox = savedMailbox(state, record.path);
      mailbox.nextSeq = Math.max(mailbox.nextSeq, record.seq);
      return;
    }
    case 'subscription':
      state.subscriptions.set(`${record.topic}/${record.name}`, record);
      return;
    case 'rules':
      savedMailbox(state, record.path).rules = record.rules;
      return;
  }
};

/** The service remembers a message id for a week at most. */
const LONGEST_MEMORY_MS = 7 * 86_400_000;

/** The shortest journal that leads to the same state. */
export const snapshot = (state: SavedState, now: number): readonly JournalRecord[] => [
  ...[...state.subscriptions.values()].map(
    ({ topic, name }) => ({ t: 'subscription', topic, name }) as const,
  ),
  ...[...state.mailboxes].flatMap(([path, mailbox]): JournalRecord[] => [
    { t: 'next', path, seq: mailbox.nextSeq },
    ...(mailbox.rules === undefined ? [] : [{ t: 'rules', path, rules: mailbox.rules } as const]),
    ...mailbox.messages.values(),
    ...[...mailbox.sessions].map(([id, value]) => ({ t: 'session', path, id, state: value }) as const),
    ...[...mailbox.seen]
      .filter(([, at]) => at > now - LONGEST_MEMORY_MS)
      .map(([id, at]) => ({ t: 'seen', path, id, at }) as const),
  ]),
];
