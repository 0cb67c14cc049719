import { createHmac } from 'node:crypto';
import * as z from 'zod';
import type { Clock } from '../../ports/clock.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import type { Duration } from '../../domain/time.ts';
import type { DeskFailure } from '../../ports/service-desk.ts';

export interface WebhookDeskOptions {
  /** Where the desk, or what stands before it, takes our calls. */
  readonly url: URL;
  /** Shared with it: each call is signed with this key. */
  readonly key: string;
  readonly timeout: Duration;
  readonly clock: Clock;
}

/** Asks the desk one thing; every answer is parsed, every refusal and outage is a failure. */
export type DeskCall = <Answer extends z.ZodType>(
  action: string,
  body: Readonly<Record<string, unknown>>,
  answer: Answer,
  /** Names what has an effect: the same name twice is the same effect. */
  idempotencyKey?: string,
) => Promise<Result<z.infer<Answer>, DeskFailure>>;

const refusal = z.object({ error: z.string() });
const thrown = z.object({ name: z.string() });

/**
 * A desk that is spoken to by signed calls: a POST of JSON with the Unix time, an HMAC-SHA256 over `time.body` and, where it
 * has an effect, a name for that. What is no JSON of the desk's is an outage.
 */
export const webhookCall =
  ({ url, key, timeout, clock }: WebhookDeskOptions): DeskCall =>
  async (action, body, answer, idempotencyKey) => {
    const text = JSON.stringify({ version: 1, action, ...body });
    const timestamp = String(Math.floor(clock.now() / 1000));
    const signature = createHmac('sha256', key).update(`${timestamp}.${text}`).digest('hex');
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/json',
          'x-expiry-monitor-timestamp': timestamp,
          'x-expiry-monitor-signature': signature,
          ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
        },
        body: text,
        // A redirect leads to where nobody holds our key.
        redirect: 'manual',
        signal: AbortSignal.timeout(timeout),
      });
      const type = response.headers.get('content-type') ?? 'no content';
      const said: unknown = /^application\/json\b/i.test(type) ? await response.json() : undefined;
      return outcome(action, response.status, said, answer);
    } catch (error) {
      const named = thrown.safeParse(error);
      return unavailable(`The desk gave no usable answer (${named.success ? named.data.name : 'unknown'})`);
    }
  };

const outcome = <Answer extends z.ZodType>(
  action: string,
  status: number,
  said: unknown,
  answer: Answer,
): Result<z.infer<Answer>, DeskFailure> => {
  if (status === 429 || status >= 500 || said === undefined)
    return unavailable(`The desk answered ${action} with ${status}`);
  if (status >= 400) {
    const refused = refusal.safeParse(said);
    const reason = refused.success ? refused.data.error : 'no reason given';
    return fail({
      code: 'REJECTED',
      detail: plainLine(`The desk refused ${action} with ${status}: ${reason}`),
    });
  }
  const parsed = answer.safeParse(said);
  if (status === 200 && parsed.success) return ok(parsed.data);
  return unavailable(`The desk answered ${action} with ${status} in another shape than known`);
};

const unavailable = (detail: string): Result<never, DeskFailure> =>
  fail({ code: 'UNAVAILABLE', detail: plainLine(detail) });

/** Foreign text as one short line without names: it goes into the log. */
const plainLine = (text: string): string =>
  text
    .replace(/"[^"]*"|\S+@\S+/g, '(withheld)')
    .replace(/[\p{C}\s]+/gu, ' ')
    .slice(0, 240);
