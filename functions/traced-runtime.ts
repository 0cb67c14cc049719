import type { InvocationContext } from '@azure/functions';
import type { Tracer } from '../lib/ports/tracer.ts';
import type { Runtime } from './runtime.ts';

type Handler = (input: never, context: InvocationContext) => unknown;

/** Every invocation is a span of its function's name, within the trace that came with its message. */
export const tracedRuntime = (runtime: Runtime, tracer: Tracer | undefined): Runtime => {
  if (tracer === undefined) return runtime;
  const traced = <Options extends { readonly handler: Handler }>(
    name: string,
    options: Options,
  ): Options => ({
    ...options,
    handler: (input: never, context: InvocationContext) =>
      tracer.span(name, {}, async () => await options.handler(input, context), carriedBy(context)),
  });
  return {
    http: (name, options) => {
      runtime.http(name, traced(name, options));
    },
    timer: (name, options) => {
      runtime.timer(name, traced(name, options));
    },
    serviceBusQueue: (name, options) => {
      runtime.serviceBusQueue(name, traced(name, options));
    },
    serviceBusTopic: (name, options) => {
      runtime.serviceBusTopic(name, traced(name, options));
    },
  };
};

const carriedBy = ({ triggerMetadata }: Pick<InvocationContext, 'triggerMetadata'>) => {
  const properties = triggerMetadata?.['applicationProperties'];
  const traceparent =
    typeof properties === 'object' && properties !== null && 'traceparent' in properties
      ? properties.traceparent
      : undefined;
  return typeof traceparent === 'string' ? { traceparent } : undefined;
};
