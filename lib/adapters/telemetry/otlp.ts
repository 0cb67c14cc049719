import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { Tracer } from '../../ports/tracer.ts';
import { openTelemetryTracer } from './open-telemetry.ts';

/** Short, since an instance may be frozen between two invocations. */
const DELAY_MS = 2_000;

/** Traces to a collector; where it is, OpenTelemetry reads from its own `OTEL_EXPORTER_OTLP_…` settings. */
export const otlpTracer = (): Tracer =>
  openTelemetryTracer(new BatchSpanProcessor(new OTLPTraceExporter(), { scheduledDelayMillis: DELAY_MS }));
