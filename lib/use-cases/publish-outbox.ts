import { sendPending, type Sending } from './send-pending.ts';

/** How many messages one run takes on. */
const BATCH = 500;

/** Sends what was committed and, for whatever reason, not sent at once. */
export const publishOutbox = (sending: Sending) => {
  const send = sendPending(sending);
  return async (): Promise<{ readonly sent: number; readonly left: number }> => {
    const pending = await sending.outbox.pending(BATCH);
    const sent = await send(pending);
    return { sent, left: pending.length - sent };
  };
};
