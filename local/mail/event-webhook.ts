import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { recipientsOf, type MailSend } from './message.ts';
import type { Returns } from './returns.ts';
import type { MailSettings } from './settings.ts';

/** Tells a listener what became of mails, signed, and again until it listens. */
export interface EventWebhook {
  /** What the listener verifies with: base64 of the DER form, as the service's page shows it. */
  readonly publicKey: string;
  /** Says of each recipient of a message whether it arrived. */
  tell(message: MailSend, messageId: string): void;
  stop(): void;
}

/** The waits between tries; then it is given up, as the service does after a day. */
const WAITS_MS = [500, 1000, 2000, 4000, 8000, 15_000, 30_000, 60_000];

/** Without an address nobody is told anything. The key lives as long as the process. */
export const eventWebhook = (
  url: string | undefined,
  returns: Returns,
  settings: MailSettings,
  now: () => Date,
): EventWebhook => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const stopping = new AbortController();

  const post = async (to: string, events: readonly object[]): Promise<boolean> => {
    // The list ends in a line end, which is signed with it.
    const body = `${JSON.stringify(events)}\r\n`;
    const timestamp = String(Math.floor(now().getTime() / 1000));
    const signature = sign('sha256', Buffer.from(timestamp + body), { key: privateKey, dsaEncoding: 'der' });
    try {
      const { ok } = await fetch(to, {
        method: 'POST',
        body,
        headers: {
          'content-type': 'application/json',
          'x-twilio-email-event-webhook-timestamp': timestamp,
          'x-twilio-email-event-webhook-signature': signature.toString('base64'),
        },
        signal: stopping.signal,
      });
      return ok;
    } catch {
      return false;
    }
  };

  const postUntilHeard = async (to: string, events: readonly object[]): Promise<void> => {
    for (const wait of WAITS_MS) {
      if (stopping.signal.aborted || (await post(to, events))) return;
      await delay(wait, undefined, { ref: false, signal: stopping.signal }).catch(() => undefined);
    }
  };

  return {
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    tell: (message, messageId) => {
      if (url === undefined) return;
      const events = eventsOf(message, messageId, returns, now());
      for (let copy = 0; copy < settings.eventCopies; copy += 1) void postUntilHeard(url, events);
    },
    stop: () => {
      stopping.abort();
    },
  };
};

/** What is said of a message comes in no order; here the news that matters first. */
const eventsOf = (message: MailSend, messageId: string, returns: Returns, at: Date): readonly object[] =>
  message.personalizations.flatMap((envelope) =>
    recipientsOf(envelope).flatMap(({ email }) => {
      const said = {
        email,
        timestamp: Math.floor(at.getTime() / 1000),
        category: message.categories ?? [],
        sg_message_id: `${messageId}.recvd-stand-in-1-0`,
        ...message.custom_args,
        ...envelope.custom_args,
      };
      const event = (rest: object) => ({
        ...said,
        ...rest,
        sg_event_id: randomBytes(16).toString('base64url'),
      });
      const returned = returns.of(email);
      if (returned === undefined)
        return [event({ event: 'delivered', response: '250 OK' }), event({ event: 'processed' })];
      if (returned.event === 'dropped')
        return [event({ event: 'dropped', reason: 'Bounced Address', status: '5.0.0' })];
      const reason = '550 5.1.1 The mailbox does not exist';
      return [
        event({ event: 'bounce', type: returned.type, reason, status: '5.1.1' }),
        event({ event: 'processed' }),
      ];
    }),
  );
