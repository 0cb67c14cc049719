import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { provideCoreModule, type Registry } from './core-module.ts';
import type { Binding, FunctionCallback, FunctionMetadata, ProgrammingModel } from './core-types.ts';
import type { Hooks } from './hooks.ts';
import type { Log } from './log.ts';
import { messageOf, StartError } from './start-error.ts';

/** One function of the app, with the binding that triggers it. */
export interface AppFunction {
  readonly name: string;
  readonly metadata: FunctionMetadata;
  readonly callback: FunctionCallback;
  /** The name of the binding is made by the library from a hash. */
  readonly triggerName: string;
  readonly trigger: Binding;
}

export interface LoadedApp {
  readonly functions: readonly AppFunction[];
  readonly model: ProgrammingModel;
  readonly hooks: Hooks;
  readonly appHookData: Record<string, unknown>;
}

/** What the worker of Azure says of itself; the library merges what the app set up. */
const CAPABILITIES = {
  RawHttpBodyBytes: 'true',
  RpcHttpTriggerMetadataRemoved: 'true',
  RpcHttpBodyOnly: 'true',
  IgnoreEmptyValuedRpcHttpHeaders: 'true',
  UseNullableValueDictionaryForHttp: 'true',
  WorkerStatus: 'true',
  TypedDataCollection: 'true',
  HandlesWorkerTerminateMessage: 'true',
};

/** Imports what `main` in the app's package.json names, as the worker does, and gives what it registered. */
export const loadApp = async (appDir: string, log: Log): Promise<LoadedApp> => {
  const registry = provideCoreModule((level, category, message) => {
    log({ level, category: category === 'user' ? 'Function' : 'Host.Worker', message });
  });
  for (const file of entryPoints(appDir)) {
    try {
      await import(pathToFileURL(file).href);
    } catch (error) {
      const place = placeOf(error);
      throw new StartError(`The app can't be loaded from ${file}: ${messageOf(error)}${place}`, {
        cause: error,
      });
    }
  }
  registry.locked = true;
  return loaded(registry, appDir);
};

const loaded = async (registry: Registry, appDir: string): Promise<LoadedApp> => {
  const { model, hooks, appHookData } = registry;
  const functions = [...registry.functions.values()].map(appFunction);
  if (model === undefined || functions.length === 0) {
    throw new StartError(`The app in ${appDir} registered no functions.`);
  }
  const hookData = {};
  try {
    await hooks.run('appStart', { hookData, appHookData });
  } catch (error) {
    throw new StartError(`An appStart hook failed: ${messageOf(error)}`, { cause: error });
  }
  const capabilities = await model.getCapabilities({ ...CAPABILITIES });
  if (capabilities['HttpUri'] !== undefined) {
    throw new StartError('The app enables HTTP streaming, which this host does not do.');
  }
  return { functions, model, hooks, appHookData };
};

/** Where it was thrown: without that, a fault of the language ("x is not a function") can't be found. */
const placeOf = (error: unknown): string => {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const place = /\n\s+at (?:.*\()?((?:file:\/\/|\/)[^\n)]+:\d+:\d+)/.exec(stack)?.[1];
  return place === undefined ? '' : ` (${place})`;
};

const entryPoints = (appDir: string): string[] => {
  const file = join(appDir, 'package.json');
  let main: unknown;
  try {
    main = (JSON.parse(readFileSync(file, 'utf8')) as { main?: unknown }).main;
  } catch (error) {
    throw new StartError(`${file} can't be read: ${messageOf(error)}`, { cause: error });
  }
  if (typeof main !== 'string' || main === '') {
    throw new StartError(`${file} must name the app's entry points in "main".`);
  }
  // A pattern asks for a feature that warns about itself, so a plain name goes without.
  const found = /[*?{[]/.test(main) ? globSync(main, { cwd: appDir }).sort() : [main];
  if (found.length === 0) throw new StartError(`"main" of ${file} is "${main}", which matches no file.`);
  return found.map((path) => resolve(appDir, path));
};

const appFunction = ({ metadata, callback }: { metadata: FunctionMetadata; callback: FunctionCallback }) => {
  const { name } = metadata;
  const entry = Object.entries(metadata.bindings).find(([, binding]) => /trigger$/i.test(binding.type));
  if (entry === undefined) throw new StartError(`Function ${name} has no trigger.`);
  const [triggerName, trigger] = entry;
  return { name, metadata, callback, triggerName, trigger };
};
