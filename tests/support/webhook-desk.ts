import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RenewalId } from '../../lib/domain/ids.ts';
import { type Instant, parseInstant, toIso } from '../../lib/domain/time.ts';
import type { DeskFailure, TicketRequest } from '../../lib/ports/service-desk.ts';
import type { Result } from '../../lib/domain/result.ts';
import type { FakeServiceDesk } from './fakes/service-desk.ts';

type Body = Record<string, unknown>;
type Said = Result<unknown, DeskFailure>;

/** A desk behind signed calls, on a port of the system's choice; what it keeps is kept by the desk in memory. */
export const startWebhookDesk = async (desk: FakeServiceDesk, key: string, now: () => Instant) => {
  const heard = new Map<string, { status: number; said: unknown }>();
  const refused: string[] = [];

  const act = async (body: Body): Promise<Said> => {
    const ticket = body['ticket'] as { id: string; number: string };
    const text = body['text'] as string;
    switch (body['action']) {
      case 'find': {
        const all = desk.tickets().filter((each) => each.key === body['key']);
        const reached = await desk.decidedSince(now());
        const tickets = all.map(({ ticket: one, state }) => ({ ...one, open: state === 'open' }));
        return reached.ok ? { ok: true, value: { tickets } } : reached;
      }
      case 'create': {
        const form = body['form'] as TicketRequest & { oldExpiresAt: string };
        const oldExpiresAt = parseInstant(form.oldExpiresAt)!;
        const made = await desk.open({ ...form, key: body['key'] as RenewalId, oldExpiresAt });
        return made.ok ? { ok: true, value: { ticket: made.value } } : made;
      }
      case 'assign':
        return desk.assign(ticket, { group: undefined, watchers: body['watchers'] as string[] });
      case 'look': {
        const seen = await desk.look(ticket);
        if (!seen.ok) return seen;
        const { dueAt, closedAt, ...rest } = seen.value;
        const times = { dueAt: dueAt && toIso(dueAt), closedAt: closedAt && toIso(closedAt) };
        return { ok: true, value: { ...rest, ...times } };
      }
      case 'decisions': {
        const said = await desk.decisions(ticket);
        if (!said.ok) return said;
        const decisions = said.value.map(({ decision, by }) => ({
          ...decision,
          by,
          decidedAt: toIso(decision.decidedAt),
        }));
        return { ok: true, value: { decisions } };
      }
      case 'decided-since':
      case 'changed-since': {
        const since = parseInstant(body['since'] as string)!;
        const said =
          body['action'] === 'decided-since'
            ? await desk.decidedSince(since)
            : await desk.changedSince(since);
        return said.ok ? { ok: true, value: { keys: said.value } } : said;
      }
      case 'note':
        return desk.note(ticket, text, body['audience'] as 'team' | 'requester');
      case 'close':
        return desk.close(ticket, text);
      case 'cancel':
        return desk.cancel(ticket, text);
      case 'reopen':
        return desk.reopen(ticket, text);
      case 'incident': {
        const made = await desk.incidents.report(body as never);
        return made.ok ? { ok: true, value: { ticket: made.value } } : made;
      }
      case 'unclaimed': {
        const said = await desk.requests.unclaimed();
        if (!said.ok) return said;
        return {
          ok: true,
          value: { requests: said.value.map((each) => ({ ...each, openedAt: toIso(each.openedAt) })) },
        };
      }
      case 'ask':
        return desk.requests.ask(ticket, body['question'] as string, text);
      case 'claim':
        return desk.requests.claim(ticket, body['key'] as RenewalId);
      default:
        return { ok: false, failure: { code: 'REJECTED', detail: 'An action that is not known' } };
    }
  };

  const answer = async (text: string, idempotencyKey: string | undefined) => {
    const known = idempotencyKey === undefined ? undefined : heard.get(idempotencyKey);
    if (known !== undefined) return known;
    const done = await act(JSON.parse(text) as Body);
    const status = done.ok ? 200 : done.failure.code === 'UNAVAILABLE' ? 503 : 422;
    const said = { status, said: done.ok ? (done.value ?? {}) : { error: done.failure.detail } };
    if (idempotencyKey !== undefined && done.ok) heard.set(idempotencyKey, said);
    return said;
  };

  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const text = Buffer.concat(parts).toString('utf8');
      const timestamp = String(request.headers['x-expiry-monitor-timestamp']);
      const expected = createHmac('sha256', key).update(`${timestamp}.${text}`).digest('hex');
      const isOld = Math.abs(now() / 1000 - Number(timestamp)) > 300;
      const send = (status: number, said: unknown): void => {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(said));
      };
      if (request.headers['x-expiry-monitor-signature'] !== expected || isOld) {
        refused.push(timestamp);
        send(401, { error: 'wrong signature' });
        return;
      }
      const idempotencyKey = request.headers['idempotency-key'];
      void answer(text, typeof idempotencyKey === 'string' ? idempotencyKey : undefined).then(
        ({ status, said }) => {
          send(status, said);
        },
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: new URL(`http://127.0.0.1:${port}/desk`),
    refused,
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
};
