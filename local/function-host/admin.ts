import type { IncomingMessage } from 'node:http';
import type { HostedFunction } from './hosted-function.ts';
import { hasKey, type HttpListener, pathOf } from './http-functions.ts';
import { readBody } from './http-messages.ts';
import { messageOf } from './start-error.ts';
import type { Work } from './work.ts';

interface AdminOptions {
  readonly functions: readonly HostedFunction[];
  readonly masterKey: string;
  readonly work: Work;
  /** How many Service Bus listeners can receive at this moment. */
  readonly receivers: () => number;
  readonly timers: boolean;
}

/**
 * The host's own URLs, all behind the master key:
 * `GET /admin/functions`, `POST /admin/functions/{name}` (body `{"input": ...}`; 202 at once, or with `?wait=true`,
 * which Azure does not know, 200 or 500 when it has run), `GET /admin/host/status`, `GET /admin/host/invocations`.
 */
export const adminApi = (options: AdminOptions): HttpListener => {
  const byName = new Map(options.functions.map((hosted) => [hosted.fn.name.toLowerCase(), hosted]));
  const answerTo = async (request: IncomingMessage): Promise<Answer> => {
    if (!hasKey(request, options.masterKey)) return fault(401, 'The master key is needed.');
    const [, , area, ...rest] = pathOf(request).split('/');
    const action = [request.method, area, ...(area === 'functions' ? [] : rest)].join(' ');
    switch (action) {
      case 'GET functions':
        return { status: 200, body: options.functions.map(describe) };
      case 'POST functions':
        return run(byName.get(decodeName(rest[0])), request);
      case 'GET host status':
        return {
          status: 200,
          body: {
            state: 'Running',
            inFlight: options.work.inFlight(),
            receivers: options.receivers(),
            timers: options.timers,
          },
        };
      case 'GET host invocations':
        return { status: 200, body: options.work.tallies() };
      default:
        return fault(404, 'There is no such admin URL.');
    }
  };
  return async (request, response) => {
    const { status, body } = await answerTo(request);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(body === undefined ? '' : JSON.stringify(body));
  };
};

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const fault = (status: number, error: string): Answer => ({ status, body: { error } });

const run = async (hosted: HostedFunction | undefined, request: IncomingMessage): Promise<Answer> => {
  if (hosted === undefined) return fault(404, 'There is no such function.');
  if (hosted.runNow === undefined) return fault(400, 'An HTTP function is run by its URL.');
  const input = await inputOf(request);
  if (!input.ok) return fault(400, 'The body is JSON: {"input": ...}.');

  const ran = hosted.runNow(input.value).then(
    () => ({ ok: true as const }),
    (error: unknown) => ({ ok: false as const, error: messageOf(error) }),
  );
  if (!/[?&]wait=true(&|$)/.test(request.url ?? '')) return { status: 202, body: undefined };
  const outcome = await ran;
  return { status: outcome.ok ? 200 : 500, body: outcome };
};

/** The `input` of the body; no body at all means no input. */
const inputOf = async (request: IncomingMessage): Promise<{ ok: true; value: unknown } | { ok: false }> => {
  const body = await readBody(request);
  if (body === undefined) return { ok: false };
  if (body.length === 0) return { ok: true, value: undefined };
  try {
    const parsed: unknown = JSON.parse(body.toString('utf8'));
    if (typeof parsed !== 'object' || parsed === null) return { ok: false };
    return { ok: true, value: (parsed as { input?: unknown }).input };
  } catch {
    return { ok: false };
  }
};

const describe = ({ fn, disabled }: HostedFunction) => ({
  name: fn.name,
  triggerType: fn.trigger.type,
  isDisabled: disabled,
  config: { bindings: Object.entries(fn.metadata.bindings).map(([name, binding]) => ({ ...binding, name })) },
});

const decodeName = (raw = ''): string => {
  try {
    return decodeURIComponent(raw).toLowerCase();
  } catch {
    return '';
  }
};
