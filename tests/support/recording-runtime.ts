import type { InvocationContext } from '@azure/functions';
import type { Runtime } from '../../functions/runtime.ts';

/** One function as it was registered; the trigger says where its work comes from. */
export interface Registered {
  readonly name: string;
  readonly trigger: 'http' | 'timer' | 'queue' | 'topic';
  /** All that was said besides the handler. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Calls the handler as the host does. */
  readonly invoke: (input: unknown, given?: InvocationContext) => Promise<unknown>;
}

const context = { info: () => undefined } as unknown as InvocationContext;

/** A runtime that runs nothing, and remembers what was registered, in order. */
export const recordingRuntime = (): {
  readonly runtime: Runtime;
  readonly registered: readonly Registered[];
} => {
  const registered: Registered[] = [];
  const record =
    (trigger: Registered['trigger']) =>
    (name: string, given: object): void => {
      const { handler, ...options } = given as {
        handler: (input: unknown, context: InvocationContext) => unknown;
      };
      registered.push({
        name,
        trigger,
        options,
        invoke: async (input, given = context) => await handler(input, given),
      });
    };
  const runtime: Runtime = {
    http: record('http'),
    timer: record('timer'),
    serviceBusQueue: record('queue'),
    serviceBusTopic: record('topic'),
  };
  return { runtime, registered };
};
