import { randomBytes } from 'node:crypto';
import { persistent } from '../stand-in/state.ts';
import { trackHtml, trackText } from './click-tracking.ts';
import { recipientsOf, type MailSend, type Personalization, type Tracking } from './message.ts';
import type { Returns } from './returns.ts';
import type { MailSettings } from './settings.ts';

/** A message as one recipient gets it. */
export interface Mail {
  readonly id: string;
  /** The `X-Message-Id` that the sender was told; all copies of one send share it. */
  readonly messageId: string;
  readonly to: string;
  readonly from: string;
  readonly fromName: string;
  readonly replyTo: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly receivedAt: string;
  readonly categories: readonly string[];
  readonly customArgs: Readonly<Record<string, string>>;
  readonly trackingSettings: Tracking;
  readonly attachments: readonly {
    readonly filename: string;
    readonly type: string;
    readonly content: string;
  }[];
}

/** Everything that was delivered. A mail whose time has not come is kept, but not shown. */
export interface Inbox {
  /** Delivers a copy to every recipient who can be reached, and gives the message's id. */
  deliver(message: MailSend): string;
  /** What has arrived, the oldest first; with an address only what came there. */
  arrived(to?: string): readonly Mail[];
  find(id: string): Mail | undefined;
}

const newId = (): string => randomBytes(16).toString('base64url');

const filledIn = (text: string, { substitutions = {} }: Personalization): string =>
  Object.entries(substitutions).reduce((filled, [tag, value]) => filled.replaceAll(tag, () => value), text);

const partOf = ({ content }: MailSend, type: string): string =>
  content.find((part) => part.type === type)?.value ?? '';

/** Opens the inbox in a file; without one it lives as long as the process. */
export const inbox = (
  file: string | undefined,
  settings: MailSettings,
  returns: Returns,
  now: () => Date,
): Inbox => {
  const store = persistent<{ mails: Mail[] }>(file, () => ({ mails: [] }));

  const copies = (message: MailSend, envelope: Personalization, messageId: string): Mail[] => {
    const tracking = message.tracking_settings ?? {};
    const sendAt = (envelope.send_at ?? message.send_at ?? 0) * 1000;
    const arrives = Math.max(sendAt, now().getTime()) + settings.deliveryDelayMs;
    const mail = {
      messageId,
      from: message.from.email,
      fromName: message.from.name ?? '',
      replyTo: message.reply_to?.email ?? '',
      subject: filledIn(envelope.subject ?? message.subject ?? '', envelope),
      text: trackText(filledIn(partOf(message, 'text/plain'), envelope), tracking),
      html: trackHtml(filledIn(partOf(message, 'text/html'), envelope), tracking),
      receivedAt: new Date(arrives).toISOString(),
      categories: message.categories ?? [],
      customArgs: { ...message.custom_args, ...envelope.custom_args },
      trackingSettings: tracking,
      attachments: (message.attachments ?? []).map(({ filename, type = '', content }) => ({
        filename,
        type,
        content,
      })),
    };
    const reached = recipientsOf(envelope).filter(({ email }) => returns.of(email) === undefined);
    return reached.flatMap(({ email }) =>
      Array.from({ length: settings.copies }, () => ({ id: newId(), to: email, ...mail })),
    );
  };

  const here = (mail: Mail): boolean => Date.parse(mail.receivedAt) <= now().getTime();

  return {
    deliver: (message) => {
      const messageId = newId();
      for (const envelope of message.personalizations) {
        store.value.mails.push(...copies(message, envelope, messageId));
      }
      store.save();
      return messageId;
    },
    arrived: (to) =>
      store.value.mails
        .filter((mail) => here(mail) && (to === undefined || mail.to.toLowerCase() === to.toLowerCase()))
        .toSorted((a, b) => Date.parse(a.receivedAt) - Date.parse(b.receivedAt)),
    find: (id) => store.value.mails.find((mail) => mail.id === id && here(mail)),
  };
};
