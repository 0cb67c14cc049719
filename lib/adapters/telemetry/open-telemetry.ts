import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type Context,
  isSpanContextValid,
  ROOT_CONTEXT,
  type SpanContext,
  SpanStatusCode,
  trace,
  TraceFlags,
} from '@opentelemetry/api';
import { BasicTracerProvider, type SpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { CarriedContext, Tracer } from '../../ports/tracer.ts';

const W3C = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/**
 * Traces by OpenTelemetry. The current span is kept here and not in the API's global place, so that two tracers, such as
 * those of two tests, know nothing of each other and nobody else's instrumentation changes what we say.
 */
export const openTelemetryTracer = (processor: SpanProcessor): Tracer => {
  const provider = new BasicTracerProvider({ spanProcessors: [processor] });
  const tracer = provider.getTracer('expiry-monitor');
  const current = new AsyncLocalStorage<Context>();

  return {
    span: async (name, fields, work, carried) => {
      const parent = (carried && remote(carried)) ?? current.getStore() ?? ROOT_CONTEXT;
      const span = tracer.startSpan(name, { attributes: fields }, parent);
      try {
        return await current.run(trace.setSpan(parent, span), work);
      } catch (error) {
        // A message may hold what nobody should read: the class says enough for a trace.
        const kind = error instanceof Error ? error.name : typeof error;
        span.setStatus({ code: SpanStatusCode.ERROR, message: kind });
        throw error;
      } finally {
        span.end();
      }
    },
    carry: () => {
      const running = trace.getSpanContext(current.getStore() ?? ROOT_CONTEXT);
      return running === undefined ? undefined : { traceparent: w3c(running) };
    },
    flush: () => provider.forceFlush(),
  };
};

const w3c = ({ traceId, spanId, traceFlags }: SpanContext): string =>
  `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;

/** Whoever sends to our topics may write anything there; what is no context is none. */
const remote = ({ traceparent }: CarriedContext): Context | undefined => {
  const [, traceId, spanId, flags] = W3C.exec(traceparent) ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  const context = {
    traceId,
    spanId,
    traceFlags: Number.parseInt(flags, 16) & TraceFlags.SAMPLED,
    isRemote: true,
  };
  return isSpanContextValid(context) ? trace.setSpanContext(ROOT_CONTEXT, context) : undefined;
};
