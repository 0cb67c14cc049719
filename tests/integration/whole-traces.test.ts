import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { isAllRedeemed } from '../support/whole/outcome.ts';
import { FEW_RENEWALS, RENEWALS } from '../support/whole/policies.ts';
import { endWholes, startWhole } from '../support/whole/whole.ts';

interface Span {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
}

/** A collector as OpenTelemetry knows one: keeps what it is sent. */
const collector = () => {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      bodies.push(Buffer.concat(chunks).toString('utf8'));
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  return {
    server,
    text: () => bodies.join('\n'),
    spans: (): readonly Span[] =>
      bodies.flatMap((body) => {
        const { resourceSpans } = JSON.parse(body) as {
          readonly resourceSpans: readonly {
            readonly scopeSpans: readonly { readonly spans: readonly Span[] }[];
          }[];
        };
        return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));
      }),
  };
};

describe('traces of the whole', () => {
  const { server, spans, text } = collector();
  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(endWholes);
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });

  test('lead from the judge over the topics to the request at the desk, and hold no secret', async () => {
    const whole = await startWhole({
      settings: {
        POLICY: FEW_RENEWALS,
        TRACES: 'otlp',
        OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      },
    });
    await whole.control().move('schedule-scans');
    await whole.until('every renewal is redeemed', () => isAllRedeemed(whole, RENEWALS));
    await whole.stopHosts();

    const all = spans();
    const traceOf = (name: string) =>
      new Set(all.filter((span) => span.name === name).map(({ traceId }) => traceId));
    // What the judge could not send at once goes out with the outbox, and leads back to there.
    const senders = new Set([...traceOf('judge-due'), ...traceOf('publish-outbox')]);
    expect([...traceOf('raise-request')].filter((id) => !senders.has(id))).toEqual([]);
    expect(traceOf('raise-request').size).toBeGreaterThan(0);
    const raised = traceOf('raise-request');
    expect([...traceOf('servicenow POST')].some((id) => raised.has(id))).toBe(true);
    for (const name of ['graph GET', 'graph POST', 'tables POST', 'service-bus send', 'servicenow GET'])
      expect(all.map((span) => span.name)).toContain(name);

    for (const { secret } of whole.recipient.revealed) expect(text()).not.toContain(secret);
    for (const key of whole.recipient.linkKeys) expect(text()).not.toContain(key);
    expect(whole.recipient.revealed.length).toBeGreaterThan(0);

    if (process.env['PRINT_OPERATIONS'] !== undefined) process.stderr.write(operationsOf(all));
  }, 180_000);
});

/** How often each function asked for what: what docs/cost.md reckons with. */
const operationsOf = (all: readonly Span[]): string => {
  const byId = new Map(all.map((span) => [span.spanId, span]));
  const functionOf = (span: Span): string => {
    let at = span;
    for (;;) {
      const parent = byId.get(at.parentSpanId ?? '');
      if (parent === undefined || parent.name === 'service-bus send') return at.name;
      at = parent;
      if (!/^(graph|tables|servicenow|service-bus) /.test(at.name)) return at.name;
    }
  };
  const counts = new Map<string, number>();
  for (const span of all) {
    const isCall = /^(graph|tables|servicenow|service-bus) /.test(span.name);
    const key = isCall ? `${functionOf(span)} ${span.name}` : `${span.name} (runs)`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts]
    .sort()
    .map(([key, count]) => `${String(count).padStart(6)}  ${key}\n`)
    .join('');
};
