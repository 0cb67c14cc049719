import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { inspect } from 'node:util';
import type {
  CoreInvocationContext,
  InvocationRequest,
  InvocationResponse,
  TypedData,
} from './core-types.ts';
import type { AppFunction, LoadedApp } from './load-app.ts';
import type { Log } from './log.ts';
import type { Work } from './work.ts';

/** Runs a function once with what triggered it; rejects with what the function threw. */
export type Invoke = (
  fn: AppFunction,
  input: TypedData,
  triggerMetadata?: Readonly<Record<string, TypedData>>,
) => Promise<InvocationResponse>;

export const invoker =
  (app: LoadedApp, log: Log, work: Pick<Work, 'record'>): Invoke =>
  async (fn, input, triggerMetadata = {}) => {
    const invocationId = randomUUID();
    const request: InvocationRequest = {
      invocationId,
      functionId: fn.name,
      inputData: [{ name: fn.triggerName, data: input }],
      triggerMetadata,
    };
    const category = `Function.${fn.name}`;
    const startedAt = performance.now();
    try {
      const response = await work.record(fn.name, () => runSteps(app, fn, request, log));
      const duration = Math.round(performance.now() - startedAt);
      log({ level: 'debug', category, message: `Succeeded in ${String(duration)} ms`, invocationId });
      return response;
    } catch (error) {
      log({ level: 'error', category, message: `Failed: ${inspect(error)}`, invocationId });
      throw error;
    }
  };

/** The worker's order: arguments, hooks before, the function, hooks after (on failure too), response. */
const runSteps = async (
  app: LoadedApp,
  fn: AppFunction,
  request: InvocationRequest,
  log: Log,
): Promise<InvocationResponse> => {
  const core = coreContext(app, fn, request, log);
  const model = await app.model.getInvocationModel(core.context);
  const { context: invocationContext, inputs } = await model.getArguments();
  core.invocationContext = invocationContext;

  const shared = { hookData: {}, appHookData: app.appHookData, invocationContext };
  const before = { ...shared, inputs, functionCallback: fn.callback };
  await inState(core.context, 'preInvocationHooks', () => app.hooks.run('preInvocation', before));

  const after: { inputs: unknown[]; result: unknown; error: unknown } = {
    ...shared,
    inputs: before.inputs,
    result: null,
    error: null,
  };
  await inState(core.context, 'invocation', async () => {
    try {
      after.result = await model.invokeFunction(invocationContext, before.inputs, before.functionCallback);
    } catch (error) {
      after.error = error;
    }
  });
  await inState(core.context, 'postInvocationHooks', () => app.hooks.run('postInvocation', after));

  // As in the worker, whatever is not null or undefined is a failure; a hook may have cleared it.
  // eslint-disable-next-line @typescript-eslint/only-throw-error -- the app's value travels as it was thrown
  if (after.error !== null && after.error !== undefined) throw after.error;
  return model.getResponse(invocationContext, after.result);
};

const inState = async (
  context: CoreInvocationContext,
  state: NonNullable<CoreInvocationContext['state']>,
  run: () => Promise<void>,
): Promise<void> => {
  context.state = state;
  try {
    await run();
  } finally {
    context.state = undefined;
  }
};

const coreContext = (app: LoadedApp, fn: AppFunction, request: InvocationRequest, log: Log) => {
  const { invocationId } = request;
  const core = {
    invocationContext: undefined as unknown,
    context: {
      invocationId,
      request,
      metadata: fn.metadata,
      state: undefined,
      log: (level, category, message) => {
        const hookContext = { level, message, category, hookData: {}, appHookData: app.appHookData };
        const entry = { ...hookContext, invocationContext: core.invocationContext };
        app.hooks.runLog(entry);
        const suffix = category === 'user' ? '.User' : '';
        log({
          level: entry.level,
          category: `Function.${fn.name}${suffix}`,
          message: entry.message,
          invocationId,
        });
      },
    } satisfies CoreInvocationContext as CoreInvocationContext,
  };
  return core;
};
