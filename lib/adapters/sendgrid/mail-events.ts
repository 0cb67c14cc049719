import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { fail, ok } from '../../domain/result.ts';
import { type Duration, hours, type Instant, instantOfSeconds, minutes } from '../../domain/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { MailEvents, MailHook, ReturnedMail, ReturnReason } from '../../ports/mail-events.ts';
import { eventList, type SendGridEvent } from './sendgrid-schema.ts';

/** Base64 of a DER SubjectPublicKeyInfo, as SendGrid's page of the signed event webhook shows it. */
export const sendGridEvents = (publicKey: string, clock: Clock): MailEvents => {
  const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
  return {
    read: (hook) => {
      if (!isSigned(key, hook, clock.now())) return fail('UNSIGNED');
      const events = eventList.safeParse(jsonOf(hook.body));
      return events.success ? ok(events.data.flatMap(returnedMail)) : fail('UNREADABLE');
    },
  };
};

/** SendGrid says again for a day what it could not get rid of, with the time and the signature of the first try. */
const OLDEST: Duration = hours(24);
/** How far its clock may be ahead of ours. */
const AHEAD: Duration = minutes(5);

/** Signed by SendGrid (ECDSA over P-256 and SHA-256, of the time and the body), and not too long ago. */
const isSigned = (key: KeyObject, { header, body }: MailHook, now: Instant): boolean => {
  const timestamp = header('x-twilio-email-event-webhook-timestamp') ?? '';
  const signature = header('x-twilio-email-event-webhook-signature') ?? '';
  if (!/^\d{1,12}$/.test(timestamp) || !/^[A-Za-z0-9+/]{1,200}={0,2}$/.test(signature)) return false;
  const at = instantOfSeconds(Number(timestamp));
  if (now - at > OLDEST || at - now > AHEAD) return false;
  const signed = Buffer.concat([Buffer.from(timestamp), body]);
  return verify('sha256', signed, { key, dsaEncoding: 'der' }, Buffer.from(signature, 'base64'));
};

/** Only mails of ours, and only the news that one did not arrive. What is merely late is tried again by SendGrid. */
const returnedMail = ({ event, type, reference }: SendGridEvent): readonly ReturnedMail[] => {
  const reason = reasonOf(event, type);
  return reason === undefined || typeof reference !== 'string' ? [] : [{ reference, reason }];
};

const reasonOf = (event: string, type: unknown): ReturnReason | undefined => {
  if (event === 'dropped') return 'dropped';
  if (event === 'bounce') return type === 'blocked' ? 'blocked' : 'bounced';
  return undefined;
};

const jsonOf = (body: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
};
