import { minutes } from '../domain/time.ts';
import { unreadable } from './each-due.ts';
import { sendPending, type Sending } from './send-pending.ts';

/** How many messages are read at once. */
const BATCH = 500;
/** After this long a run leaves the rest to the next one, far from any function time-out. */
const BUDGET = minutes(4);

/**
 * Sends what was committed and, for whatever reason, not sent at once. Messages that do not go are passed over, however
 * old they are, so that they keep none of the younger ones back.
 */
export const publishOutbox = (sending: Sending) => {
  const send = sendPending(sending);
  return async (): Promise<{ readonly sent: number; readonly left: number }> => {
    const startedAt = sending.clock.now();
    const tried = new Set<string>();
    const spoiled = new Set<string>();
    const name = unreadable(sending.log);
    const nameOnce = (row: string) => {
      if (!spoiled.has(row)) name(row);
      spoiled.add(row);
    };
    let sent = 0;
    for (;;) {
      const left = tried.size - sent + spoiled.size;
      const found = await sending.outbox.pending(BATCH + left, nameOnce);
      const fresh = found.filter(({ message }) => !tried.has(message.id));
      if (fresh.length === 0) break;
      for (const { message } of fresh) tried.add(message.id);
      sent += await send(fresh);
      if (sending.clock.now() - startedAt > BUDGET) break;
    }
    return { sent, left: (await sending.outbox.backlog()).count };
  };
};
