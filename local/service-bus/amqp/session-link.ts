import type { Mailbox } from '../broker/mailbox.ts';
import type { SessionHolder, SessionLock } from '../broker/session-book.ts';
import type { Journal } from '../journal/journal.ts';
import { openOutgoingLink } from './outgoing-link.ts';
import { answerAttach, holdAttach, type Sender, types } from './rhea.ts';

/** The attach filter by which a client asks for a session: by name, or any with null. */
export const SESSION_FILTER = 'com.microsoft:session-filter';

const DEFAULT_WAIT_MS = 60_000;
const TICKS_AT_UNIX_EPOCH = 621_355_968_000_000_000n;
const TICKS_PER_MS = 10_000n;

interface Parts {
  readonly mailbox: Mailbox;
  readonly journal: Journal;
}

/** A client receives from one session, named or any that is free. The answer gives the session back. */
export const openSessionLink = (link: Sender, wanted: string | undefined, parts: Parts): (() => void) => {
  const { mailbox } = parts;
  let stopReceiving = nothing;
  let id: string | undefined;

  const holder: SessionHolder = {
    lost: () => {
      stopReceiving();
      link.close({
        condition: 'com.microsoft:session-lock-lost',
        description: 'The session lock has expired. Accept the session again.',
      });
    },
  };
  const start = (lock: SessionLock) => {
    id = lock.id;
    link.set_source({ address: mailbox.settings.path, filter: { [SESSION_FILTER]: id } });
    link.local.attach.properties = { 'com.microsoft:locked-until-utc': types.wrap_long(ticks(lock.until)) };
    stopReceiving = openOutgoingLink(link, { ...parts, session: id });
  };

  const stopWaiting = wanted === undefined ? awaitAny(link, holder, mailbox, start) : nothing;
  if (wanted !== undefined) {
    const lock = mailbox.acceptSession(wanted, holder);
    if (lock !== undefined) start(lock);
    else link.close(cannotBeLocked(wanted));
  }
  return () => {
    stopWaiting();
    stopReceiving();
    if (id !== undefined) mailbox.releaseSession(id, holder);
  };
};

/** The attach itself is answered only when a session is free, or when the client's patience ends. */
const awaitAny = (
  link: Sender,
  holder: SessionHolder,
  mailbox: Mailbox,
  start: (lock: SessionLock) => void,
): (() => void) => {
  let waiting = true;
  const stopWaiting = () => {
    waiting = false;
    clearTimeout(patience);
    cancel();
  };

  holdAttach(link);
  const patience = setTimeout(() => {
    stopWaiting();
    answerAttach(link);
    link.close({
      condition: 'com.microsoft:timeout',
      description: 'No session with messages became available in time.',
    });
  }, patienceMs(link));
  patience.unref();
  const cancel = mailbox.awaitSession(holder, (lock) => {
    stopWaiting();
    start(lock);
    answerAttach(link);
  });

  return () => {
    if (!waiting) return;
    stopWaiting();
    // The client detached before it was answered, and now waits for the detach of a link that never was.
    answerAttach(link);
    link.close();
  };
};

const nothing = (): void => undefined;

const cannotBeLocked = (session: string) => ({
  condition: 'com.microsoft:session-cannot-be-locked',
  description: `The requested session '${session}' cannot be accepted. It may be locked by another receiver.`,
});

const patienceMs = (link: Sender): number => {
  const given = link.properties?.['com.microsoft:timeout'];
  return typeof given === 'number' ? given : DEFAULT_WAIT_MS;
};

/** Instants of .NET: 100 ns since the year 1, too large for a double. */
const ticks = (time: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(time) * TICKS_PER_MS + TICKS_AT_UNIX_EPOCH);
  return bytes;
};
