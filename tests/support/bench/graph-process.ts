import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { generatedApplication } from './generated-applications.ts';
import { generatedPrincipal } from './generated-principals.ts';

/**
 * Graph as a process of its own, for measurements: a tenant of so many generated applications, each with a service principal, in pages
 * of what was asked for, and changes, of which there are none. Nothing is kept, so that it costs the same for whoever asks.
 */
const { values } = parseArgs({
  options: { applications: { type: 'string' }, cert: { type: 'string' }, key: { type: 'string' } },
});
const total = Number(values.applications);

const LISTS: Readonly<Record<string, (n: number) => object>> = {
  '/v1.0/applications': generatedApplication,
  '/v1.0/servicePrincipals': generatedPrincipal,
};

const answer = (url: URL): object => {
  const root = `${url.origin}${url.pathname}`;
  if (url.pathname.endsWith('/delta')) {
    return { value: [], '@odata.deltaLink': `${root}?$deltatoken=now` };
  }
  const generated = LISTS[url.pathname];
  const count = generated === undefined ? 0 : total;
  const from = Number(url.searchParams.get('$skiptoken') ?? 0);
  const size = Number(url.searchParams.get('$top') ?? 100);
  const to = Math.min(count, from + size);
  const next = `${root}?$select=${url.searchParams.get('$select') ?? ''}&$top=${size}&$skiptoken=${to}`;
  return {
    value: Array.from({ length: to - from }, (_, nth) => generated?.(from + nth)),
    ...(to < count ? { '@odata.nextLink': next } : {}),
  };
};

const server = createServer(
  { cert: readFileSync(values.cert ?? ''), key: readFileSync(values.key ?? '') },
  (request, response) => {
    const url = new URL(request.url ?? '/', `https://${request.headers.host ?? ''}`);
    response.setHeader('content-type', 'application/json');
    response.setHeader('x-ms-resource-unit', '2');
    response.end(JSON.stringify(answer(url)));
  },
);
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ port: (server.address() as AddressInfo).port })}\n`);
});
process.stdin.on('end', () => process.exit()).resume();
