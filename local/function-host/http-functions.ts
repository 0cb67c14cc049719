import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody, sendResponse, toRequestData } from './http-messages.ts';
import type { Invoke } from './invocation.ts';
import type { AppFunction } from './load-app.ts';
import { router } from './routes.ts';
import type { Work } from './work.ts';

export type HttpListener = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Whether a caller showed the master key, in the header or, as webhooks do, in `code`. */
export const hasKey = (request: IncomingMessage, masterKey: string): boolean => {
  const header = request.headers['x-functions-key'];
  const query = new URLSearchParams(queryOf(request)).get('code');
  const given = Buffer.from(typeof header === 'string' ? header : (query ?? ''));
  const wanted = Buffer.from(masterKey);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
};

/** Serves the functions with an HTTP trigger below the route prefix. */
export const httpFunctions = (
  functions: readonly AppFunction[],
  options: {
    readonly routePrefix: string;
    readonly masterKey: string;
    readonly invoke: Invoke;
    readonly work: Work;
  },
): HttpListener => {
  const find = router(
    functions.map((fn) => ({
      methods: methodsOf(fn),
      template: [options.routePrefix, routeOf(fn)].join('/'),
      target: fn,
    })),
  );
  return async (request, response) => {
    const found = find(request.method ?? 'GET', pathOf(request));
    if (found.kind !== 'found') {
      if (found.kind === 'wrong-method') response.setHeader('allow', found.allowed.join(', '));
      refuse(response, found.kind === 'none' ? 404 : 405);
      return;
    }
    const { target: fn, params } = found;
    if (fn.trigger['authLevel'] !== 'anonymous' && !hasKey(request, options.masterKey)) {
      refuse(response, 401);
      return;
    }
    const body = await readBody(request);
    if (body === undefined) {
      refuse(response, 413);
      return;
    }
    try {
      const data = toRequestData(request, params, body);
      const { returnValue } = await options.work.during(() => options.invoke(fn, { http: data }));
      sendResponse(response, returnValue);
    } catch {
      // The invocation has logged it; a caller learns nothing of an error's inside.
      refuse(response, 500);
    }
  };
};

const refuse = (response: ServerResponse, status: number): void => {
  response.writeHead(status, { 'content-length': '0' }).end();
};

const methodsOf = ({ trigger }: AppFunction): string[] => {
  const methods = trigger['methods'];
  return Array.isArray(methods) ? methods.map((method) => String(method).toUpperCase()) : [];
};

const routeOf = ({ name, trigger }: AppFunction): string => {
  const route = trigger['route'];
  return typeof route === 'string' && route !== '' ? route : name;
};

/** The path as it was sent, percent-encoded: an encoded slash belongs to its parameter. */
export const pathOf = (request: IncomingMessage): string => (request.url ?? '/').replace(/\?.*$/, '');

const queryOf = (request: IncomingMessage): string => /\?(.*)$/.exec(request.url ?? '')?.[1] ?? '';
