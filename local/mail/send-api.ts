import { Hono, type Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { checkBody } from './check-body.ts';
import type { EventWebhook } from './event-webhook.ts';
import type { Inbox } from './inbox.ts';
import type { MailSend } from './message.ts';
import { isObject, type JsonObject, type Problem } from './problems.ts';

const MAX_BYTES = 30 * 1024 * 1024;
const SEND = '/v3/mail/send';

const UNVERIFIED =
  'The from address does not match a verified Sender Identity. Mail cannot be sent until this error is resolved.';

/** What an account may do: its key, and who it may send as (an address, or a whole domain). */
export interface Account {
  readonly apiKey: string;
  readonly verifiedSenders: readonly string[];
}

const refuse = (c: Context, status: ContentfulStatusCode, errors: readonly Problem[]): Response =>
  c.json({ errors }, status);

const about = (message: string, field: string | null = null): Problem[] => [{ message, field, help: null }];

const maySendAs = ({ verifiedSenders }: Account, email: string): boolean => {
  const address = email.toLowerCase();
  const domain = address.slice(address.lastIndexOf('@') + 1);
  return verifiedSenders.some((sender) => [address, domain].includes(sender.toLowerCase().replace(/^@/, '')));
};

const parsed = (bytes: ArrayBuffer): JsonObject | undefined => {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

/** `POST /v3/mail/send`. */
export const sendApi = (account: Account, inbox: Inbox, events: EventWebhook, now: () => Date): Hono => {
  const app = new Hono();

  app.post(SEND, async (c) => {
    const authorization = c.req.header('authorization');
    if (authorization === undefined) return refuse(c, 401, about('authorization required'));
    if (authorization !== `Bearer ${account.apiKey}`) {
      return refuse(c, 401, about('The provided authorization grant is invalid, expired, or revoked'));
    }
    if (!(c.req.header('content-type') ?? '').startsWith('application/json')) {
      return refuse(c, 415, about('Content-Type should be application/json.'));
    }
    const bytes = await c.req.arrayBuffer();
    if (bytes.byteLength > MAX_BYTES) return refuse(c, 413, about('content too large'));
    const body = parsed(bytes);
    if (body === undefined) return refuse(c, 400, about('Bad Request'));
    const problems = checkBody(body, now().getTime() / 1000);
    if (problems.length > 0) return refuse(c, 400, problems);

    const message = body as unknown as MailSend;
    if (!maySendAs(account, message.from.email)) return refuse(c, 403, about(UNVERIFIED, 'from'));
    // A sandboxed message is checked and then forgotten: no id, no delivery.
    if (message.mail_settings?.sandbox_mode?.enable === true) return c.body(null, 200);
    const messageId = inbox.deliver(message);
    events.tell(message, messageId);
    c.header('x-message-id', messageId);
    return c.body(null, 202);
  });

  // What a key may do, told to whoever has it.
  app.get('/v3/scopes', (c) =>
    c.req.header('authorization') === `Bearer ${account.apiKey}`
      ? c.json({ scopes: ['mail.send', 'sender_verification_eligible'] })
      : refuse(c, 401, about('The provided authorization grant is invalid, expired, or revoked')),
  );

  app.all(SEND, (c) => refuse(c, 405, about('method not allowed')));
  app.all('/v3/*', (c) => refuse(c, 404, about('not found')));
  return app;
};
