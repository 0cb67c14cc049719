import type { TableClient } from '@azure/data-tables';
import type { CommonSettings } from '../config.ts';
import type { GraphClient } from '../adapters/graph/graph-client.ts';
import type { ServiceNowClient } from '../adapters/servicenow/servicenow-client.ts';
import type { OutgoingMessage, Publisher } from '../ports/publisher.ts';
import type { Tracer } from '../ports/tracer.ts';

/** The tracer that the settings ask for; without one, nothing of it is loaded. */
export const openTracer = async ({ TRACES }: CommonSettings): Promise<Tracer | undefined> =>
  TRACES === 'off' ? undefined : (await import('../adapters/telemetry/otlp.ts')).otlpTracer();

/** A path without what stands for one thing or person: ids and everything after the question mark. */
export const pathShape = (path: string): string =>
  (URL.canParse(path) ? new URL(path).pathname : (path.split('?')[0] ?? ''))
    .split('/')
    .map((part) => (/^[a-z][a-zA-Z_.]*$|^v1\.0$|^$/.test(part) ? part : '{id}'))
    .join('/');

/** Sends with the trace that led here, so that whoever receives goes on with it. */
export const tracedPublisher = (publisher: Publisher, tracer: Tracer | undefined): Publisher => {
  if (tracer === undefined) return publisher;
  const carrying = (message: OutgoingMessage): OutgoingMessage => {
    const context = tracer.carry();
    return context === undefined
      ? message
      : { ...message, properties: { ...message.properties, traceparent: context.traceparent } };
  };
  return {
    send: (message) =>
      tracer.span('service-bus send', { destination: message.destination, messages: 1 }, () =>
        publisher.send(carrying(message)),
      ),
    sendAll: (messages) =>
      tracer.span('service-bus send', { messages: messages.length }, () =>
        publisher.sendAll(messages.map(carrying)),
      ),
    troubles: () => publisher.troubles(),
  };
};

export const tracedGraph = (client: GraphClient, tracer: Tracer | undefined): GraphClient =>
  tracer === undefined
    ? client
    : {
        get: (path, headers) =>
          tracer.span('graph GET', { path: pathShape(path) }, () => client.get(path, headers)),
        post: (path, body) =>
          tracer.span('graph POST', { path: pathShape(path) }, () => client.post(path, body)),
        patch: (path, body) =>
          tracer.span('graph PATCH', { path: pathShape(path) }, () => client.patch(path, body)),
      };

export const tracedDesk = (client: ServiceNowClient, tracer: Tracer | undefined): ServiceNowClient =>
  tracer === undefined
    ? client
    : {
        call: (call, answer) =>
          tracer.span(`servicenow ${call.method}`, { path: pathShape(call.path) }, () =>
            client.call(call, answer),
          ),
        file: (path, longest) =>
          tracer.span('servicenow GET', { path: pathShape(path) }, () => client.file(path, longest)),
      };

type PipelinePolicy = Parameters<TableClient['pipeline']['addPolicy']>[0];

/** A span for each request to a table; which row it is about stays out of it. */
export const tablePolicy = (table: string, tracer: Tracer): PipelinePolicy => ({
  name: 'expiry-monitor-traces',
  sendRequest: (request, next) => tracer.span(`tables ${request.method}`, { table }, () => next(request)),
});
