import {
  createServer,
  type IncomingMessage,
  request as ask,
  type Server,
  type ServerResponse,
} from 'node:http';
import { listenOn } from '../../local/stand-in/serve.ts';

/**
 * What happens to a request. `unsent`: it never arrives. `unanswered`: it has its effect and the connection is closed
 * without a word. `cut-off`: it has its effect and the answer breaks off after its headers. `refused`: 503, no effect.
 */
export type Mishap = 'unsent' | 'unanswered' | 'cut-off' | 'refused';

/** A proxy on loopback before another server, which can lose what passes. */
export interface FaultyProxy {
  readonly port: number;
  /** The next requests whose path matches meet these, one each. */
  mishaps(path: RegExp, ...kinds: readonly Mishap[]): void;
  /** How many have not happened yet. */
  left(): number;
  /** How many requests have come by. */
  requests(): number;
  stop(): Promise<void>;
}

export const startFaultyProxy = async (target: URL): Promise<FaultyProxy> => {
  let waiting: { readonly path: RegExp; readonly kind: Mishap }[] = [];
  let requests = 0;
  const take = (url: string): Mishap | undefined => {
    const hit = waiting.find(({ path }) => path.test(url));
    waiting = waiting.filter((mishap) => mishap !== hit);
    return hit?.kind;
  };
  const server = createServer((request, response) => {
    requests += 1;
    const mishap = take(request.url ?? '/');
    if (mishap === 'unsent') {
      request.socket.destroy();
    } else if (mishap === 'refused') {
      request.resume();
      response.writeHead(503).end();
    } else {
      forward(target, request, response, mishap);
    }
  });
  const port = await listenOn(server, 0, 'Faulty proxy');
  return {
    port,
    mishaps: (path, ...kinds) => void waiting.push(...kinds.map((kind) => ({ path, kind }))),
    left: () => waiting.length,
    requests: () => requests,
    stop: () => closed(server),
  };
};

const forward = (
  { hostname, port }: URL,
  request: IncomingMessage,
  response: ServerResponse,
  mishap: 'unanswered' | 'cut-off' | undefined,
): void => {
  const { method, url: path, headers } = request;
  const onward = ask({ hostname, port, method, path, headers, agent: false }, (answer) => {
    const { statusCode = 502, headers: answered } = answer;
    if (mishap === undefined) {
      response.writeHead(statusCode, answered);
      answer.pipe(response);
      return;
    }
    // The effect is certain once the whole answer is here.
    answer.resume().once('end', () => {
      if (mishap === 'unanswered') request.socket.destroy();
      else
        response.writeHead(statusCode, { 'content-length': 100 }).write('-', () => request.socket.destroy());
    });
  });
  onward.once('error', () => request.socket.destroy());
  request.pipe(onward);
};

const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
