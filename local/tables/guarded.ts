import { Agent, request as ask } from 'node:https';
import { Readable } from 'node:stream';
import type { Handler } from '../stand-in/serve.ts';
import { callerOf, needsOf, type TableAccess } from './table-access.ts';

interface GuardedOptions {
  /** Where Azurite listens, which knows tokens and no rights. */
  readonly port: number;
  /** The authority behind its certificate. */
  readonly caPem: string;
  readonly access: TableAccess;
}

/** Puts rights on single tables before Azurite: what is not granted is refused as Azure Storage refuses it. */
export const guardedTables = ({ port, caPem, access }: GuardedOptions): Handler => {
  const agent = new Agent({ keepAlive: true, ca: caPem });
  return {
    fetch: async (request) => {
      const { pathname, search } = new URL(request.url);
      const body = Buffer.from(await request.arrayBuffer());
      const caller = callerOf(request.headers.get('authorization') ?? undefined);
      if (!access.allows(caller, needsOf(request.method, pathname, body.toString('utf8')))) return denied();
      return passOn({ agent, port, path: pathname + search, body, request });
    },
  };
};

/** Hop by hop, or told anew by whoever sends. */
const NOT_PASSED = ['connection', 'keep-alive', 'transfer-encoding', 'content-length'];

const passOn = (wanted: {
  readonly agent: Agent;
  readonly port: number;
  readonly path: string;
  readonly body: Buffer;
  readonly request: Request;
}): Promise<Response> =>
  new Promise((resolve, reject) => {
    const { agent, port, path, body, request } = wanted;
    const given = [...request.headers].filter(([name]) => !NOT_PASSED.includes(name));
    const headers = { ...Object.fromEntries(given), 'content-length': String(body.length) };
    const outgoing = ask(
      { agent, host: '127.0.0.1', port, path, method: request.method, headers },
      (answer) => {
        const status = answer.statusCode ?? 500;
        const kept = Object.entries(answer.headers).flatMap(([name, value]) =>
          value === undefined || NOT_PASSED.includes(name) ? [] : [[name, String(value)] as [string, string]],
        );
        const hasBody = status !== 204 && status !== 304;
        if (!hasBody) answer.resume();
        const content = hasBody ? (Readable.toWeb(answer) as ReadableStream<Uint8Array>) : null;
        resolve(new Response(content, { status, headers: kept }));
      },
    );
    outgoing.once('error', reject);
    outgoing.end(body);
  });

const CODE = 'AuthorizationPermissionMismatch';

const denied = (): Response =>
  Response.json(
    {
      'odata.error': {
        code: CODE,
        message: {
          lang: 'en-US',
          value: 'This request is not authorized to perform this operation using this permission.',
        },
      },
    },
    { status: 403, headers: { 'x-ms-error-code': CODE } },
  );
