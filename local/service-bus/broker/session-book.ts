import type { Journal } from '../journal/journal.ts';

/** Who has a session, and what to do when time has taken it away. */
export interface SessionHolder {
  lost(): void;
}

/** A session that one receiver has for itself. */
export interface SessionLock {
  readonly id: string;
  readonly until: number;
  readonly holder: SessionHolder;
}

/** The locks and states of the sessions of one queue or subscription. */
export interface SessionBook {
  lockOf(id: string): SessionLock | undefined;
  /** Undefined when somebody else has it. */
  lock(id: string, holder: SessionHolder): SessionLock | undefined;
  renew(id: string): SessionLock | undefined;
  /** Only its holder can give a session back. */
  release(id: string, holder: SessionHolder): boolean;
  /** Takes back the locks whose time is over. */
  expire(now: number): readonly SessionLock[];
  nextExpiry(): number | undefined;
  state(id: string): Buffer | undefined;
  setState(id: string, state: Buffer | undefined): void;
  idsWithState(): readonly string[];
}

/** A book for the mailbox at `path`, with the states that were saved. */
export const createSessionBook = (
  path: string,
  lockMs: number,
  journal: Journal,
  saved: ReadonlyMap<string, string>,
): SessionBook => {
  // Every lock lasts equally long and goes to the end when renewed: the first is the next to expire.
  const locks = new Map<string, SessionLock>();
  const states = new Map<string, Buffer>();
  for (const [id, state] of saved) states.set(id, Buffer.from(state, 'base64'));

  const put = (id: string, holder: SessionHolder): SessionLock => {
    const lock = { id, holder, until: Date.now() + lockMs };
    locks.delete(id);
    locks.set(id, lock);
    return lock;
  };

  return {
    lockOf: (id) => locks.get(id),
    lock: (id, holder) => (locks.has(id) ? undefined : put(id, holder)),
    renew: (id) => {
      const lock = locks.get(id);
      return lock === undefined ? undefined : put(id, lock.holder);
    },
    release: (id, holder) => locks.get(id)?.holder === holder && locks.delete(id),
    expire: (now) => {
      const expired: SessionLock[] = [];
      for (const lock of locks.values()) {
        if (lock.until > now) break;
        locks.delete(lock.id);
        expired.push(lock);
      }
      return expired;
    },
    nextExpiry: () => locks.values().next().value?.until,
    state: (id) => states.get(id),
    setState: (id, state) => {
      if (state === undefined) states.delete(id);
      else states.set(id, state);
      journal.append({ t: 'session', path, id, state: state?.toString('base64') ?? null });
    },
    idsWithState: () => [...states.keys()],
  };
};
