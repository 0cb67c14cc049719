import { createHmac } from 'node:crypto';
import type { Row } from './memory.ts';
import { read } from './records.ts';
import type { DeskSettings } from './settings.ts';

/** The line to whoever wants to hear of decisions. */
export interface Webhook {
  /** Tells of a decision once. Whoever does not hear it must find out by asking. */
  readonly tell: (item: Row) => void;
  /** Ends what is still on its way. */
  readonly stop: () => Promise<void>;
}

/** The hint that a decision was made, signed over `<timestamp>.<body>`. */
export const webhook = (
  settings: DeskSettings,
  now: () => Date,
  complain: (problem: string) => void,
): Webhook => {
  const stopping = new AbortController();
  const underWay = new Set<Promise<void>>();

  const send = async (url: string, body: string): Promise<void> => {
    const timestamp = String(Math.floor(now().getTime() / 1000));
    const signature = createHmac('sha256', settings.webhookKey).update(`${timestamp}.${body}`).digest('hex');
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-servicenow-timestamp': timestamp,
          'x-servicenow-signature': signature,
        },
        body,
        signal: AbortSignal.any([stopping.signal, AbortSignal.timeout(10_000)]),
      });
      await answer.body?.cancel();
      if (!answer.ok) complain(`The webhook answered ${answer.status}.`);
    } catch (error) {
      if (!stopping.signal.aborted) complain(`The webhook could not be reached: ${String(error)}`);
    }
  };

  return {
    tell: (item) => {
      if (settings.webhookUrl === '') return;
      const body = JSON.stringify({
        id: read(item, 'sys_id'),
        number: read(item, 'number'),
        table: 'sc_req_item',
        correlation_id: read(item, 'correlation_id'),
        approval: read(item, 'approval'),
        sys_updated_on: read(item, 'sys_updated_on'),
      });
      const sending = send(settings.webhookUrl, body).finally(() => underWay.delete(sending));
      underWay.add(sending);
    },
    stop: async () => {
      stopping.abort();
      await Promise.all(underWay);
    },
  };
};
