import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { InvocationContext } from '@azure/functions';
import { describe, expect, test } from '@jest/globals';
import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import * as z from 'zod';
import { tracedRuntime } from '../../functions/traced-runtime.ts';
import { openTelemetryTracer } from '../../lib/adapters/telemetry/open-telemetry.ts';
import { ok } from '../../lib/domain/result.ts';
import { pathShape, tracedDesk, tracedGraph, tracedPublisher } from '../../lib/wiring/traces.ts';
import { aMessage } from '../support/messages.ts';
import { fakePublisher } from '../support/fakes/publisher.ts';
import { recordingRuntime } from '../support/recording-runtime.ts';

const tracing = () => {
  const exporter = new InMemorySpanExporter();
  return {
    tracer: openTelemetryTracer(new SimpleSpanProcessor(exporter)),
    spans: () => exporter.getFinishedSpans(),
  };
};
const SECRET = 'vK28Q~the-secret-value';

describe('traces', () => {
  test('of one function hold what it asked of others, each within the other', async () => {
    const { tracer, spans } = tracing();
    const graph = tracedGraph(
      {
        get: () => Promise.resolve({}),
        post: () => Promise.resolve({}),
        patch: () => Promise.resolve({}),
      },
      tracer,
    );
    await tracer.span('scan', {}, async () => {
      await graph.get('/applications/0f1e2d3c-0000-4000-8000-000000000001/owners?$select=id');
    });
    const [inner, outer] = spans();
    expect(inner).toMatchObject({ name: 'graph GET', attributes: { path: '/applications/{id}/owners' } });
    expect(inner?.parentSpanContext?.spanId).toBe(outer?.spanContext().spanId);
    expect(outer?.name).toBe('scan');
  });

  test('go with a message, and on in whoever receives it', async () => {
    const { tracer, spans } = tracing();
    const inner = fakePublisher();
    const publisher = tracedPublisher(inner, tracer);
    await tracer.span('judge-due', {}, () => publisher.send(aMessage()));
    const [message] = inner.sent();
    const { traceparent } = message!.properties;
    expect(traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);

    const { runtime, registered } = recordingRuntime();
    let seen: string | undefined;
    tracedRuntime(runtime, tracer).serviceBusTopic('notify-owner', {
      connection: 'SERVICE_BUS',
      topicName: 'credential-events',
      subscriptionName: 'notify-owner',
      handler: () => {
        seen = tracer.carry()?.traceparent;
      },
    });
    const context = {
      triggerMetadata: { applicationProperties: { traceparent } },
    } as unknown as InvocationContext;
    await registered[0]!.invoke({}, context);
    const traces = spans().map((span) => span.spanContext().traceId);
    expect(new Set(traces).size).toBe(1);
    expect(seen?.slice(3, 35)).toBe(traces[0]);
  });

  test.each(['', 'x', '00-0-0-00', `00-${'0'.repeat(32)}-${'0'.repeat(16)}-01`])(
    'that a stranger wrote as %j into a message begin anew',
    async (traceparent) => {
      const { tracer, spans } = tracing();
      await tracer.span('scan', {}, () => Promise.resolve(), { traceparent });
      expect(spans()[0]?.parentSpanContext).toBeUndefined();
    },
  );

  test('hold no secret, no body and no text of an error', async () => {
    const { tracer, spans } = tracing();
    const graph = tracedGraph(
      {
        get: () => Promise.reject(new TypeError(`no ${SECRET}`)),
        post: () => Promise.resolve({ secretText: SECRET }),
        patch: () => Promise.resolve({ said: SECRET }),
      },
      tracer,
    );
    const desk = tracedDesk(
      {
        call: () => Promise.resolve(ok({ said: SECRET } as never)),
        file: () => Promise.resolve(ok(Buffer.from(SECRET))),
      },
      tracer,
    );
    await desk.file('/api/now/attachment/0123456789abcdef0123456789abcdef/file', 100);
    await graph.post('/applications/1/addPassword', { passwordCredential: { displayName: SECRET } });
    await graph.patch('/servicePrincipals/1', { notes: SECRET });
    await expect(graph.get(`/users/${SECRET}?$filter=mail eq '${SECRET}'`)).rejects.toThrow(TypeError);
    const body = { short_description: SECRET };
    await desk.call(
      { method: 'POST', path: `/api/now/table/sc_req_item/${'a'.repeat(32)}`, body },
      z.unknown(),
    );
    const told = JSON.stringify(
      spans().map(({ name, attributes, status, events }) => ({ name, attributes, status, events })),
    );
    expect(spans()).toHaveLength(5);
    expect(told).not.toContain(SECRET);
    expect(told).toContain('TypeError');
  });

  test.each([
    ['/applications?$top=1&$select=id', '/applications'],
    ['/applications/0f1e2d3c-0000-4000-8000-000000000001', '/applications/{id}'],
    ['https://graph.microsoft.com/v1.0/applications?$skiptoken=RFNwdA', '/v1.0/applications'],
    ['/users/olive.owner@northwind.example', '/users/{id}'],
    ["/applications(appId='a')", '/{id}'],
  ])('write %s as %s', (path, shape) => {
    expect(pathShape(path)).toBe(shape);
  });

  test('that are off load nothing and change nothing', () => {
    const publisher = fakePublisher();
    expect(tracedPublisher(publisher, undefined)).toBe(publisher);
    const { runtime } = recordingRuntime();
    expect(tracedRuntime(runtime, undefined)).toBe(runtime);
    const program = fileURLToPath(new URL('../support/print-loaded.ts', import.meta.url));
    const loaded = JSON.parse(
      execFileSync(process.execPath, ['--disable-warning=ExperimentalWarning', program], {
        encoding: 'utf8',
        // Without a host, the programming model says of each function that it is not registered.
        stdio: ['ignore', 'pipe', 'ignore'],
      }),
    ) as readonly string[];
    expect(loaded.filter((file) => file.endsWith('/functions/all.ts'))).toEqual([]);
    expect(loaded.filter((file) => /node_modules\/@(opentelemetry|sendgrid|microsoft)/.test(file))).toEqual(
      [],
    );
    expect(loaded.filter((file) => /node_modules\/@azure\/(?!functions)/.test(file))).toEqual([]);
  });
});
