import { generateKeyPairSync, sign } from 'node:crypto';
import type { HttpResponseInit } from '@azure/functions';

/** What of the app a mail provider meets. */
interface Listening {
  readonly clock: { now(): number };
  readonly mailer: { inbox(to?: string): readonly { readonly reference: string }[] };
  http(name: string, request: object): Promise<HttpResponseInit>;
}

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** The key pair of the mail provider in tests. */
export const MAIL_EVENT_KEYS = {
  privateKey,
  publicText: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
};

/** An event as SendGrid posts it, with the fields that nobody reads too. */
export const aMailEvent = (said: object = {}): object => ({
  email: 'olive.owner@northwind.example',
  timestamp: 1_795_000_000,
  'smtp-id': '<14c5d75ce93.dfd.64b469@ismtpd-555>',
  event: 'bounce',
  type: 'bounce',
  category: ['expiry-monitor'],
  sg_event_id: 'ZGVmLTAtMTIzNDU2',
  sg_message_id: '14c5d75ce93.dfd.64b469.filter0001.16648.5515E0B88.0',
  reason: '550 5.1.1 The email account that you tried to reach does not exist',
  status: '5.1.1',
  ...said,
});

export interface MailPost {
  readonly body: string;
  readonly timestamp: string;
  readonly signature: string;
}

/** A post of events, signed at this moment. The line end after the list is signed too. */
export const signedPost = (at: number, events: unknown, key = MAIL_EVENT_KEYS.privateKey): MailPost => {
  const body = `${JSON.stringify(events)}\r\n`;
  const timestamp = String(Math.floor(at / 1000));
  const signature = sign('sha256', Buffer.from(timestamp + body), { key, dsaEncoding: 'der' });
  return { body, timestamp, signature: signature.toString('base64') };
};

/** What the provider does with it. */
export const postMail = (
  app: Listening,
  { body, timestamp, signature }: MailPost,
): Promise<HttpResponseInit> =>
  app.http('on-mail-event', {
    headers: new Headers({
      'x-twilio-email-event-webhook-timestamp': timestamp,
      'x-twilio-email-event-webhook-signature': signature,
    }),
    arrayBuffer: () => Promise.resolve(Uint8Array.from(Buffer.from(body)).buffer),
  });

/** The provider's word that every mail to this address came back. */
export const bounceAll = async (app: Listening, to: string | undefined, said: object = {}): Promise<void> => {
  const events = app.mailer.inbox(to).map(({ reference }) => aMailEvent({ email: to, reference, ...said }));
  const { status } = await postMail(app, signedPost(app.clock.now(), events));
  if (status !== 204) throw new Error(`The events were answered with ${String(status)}.`);
};
