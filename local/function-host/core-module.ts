import { Module } from 'node:module';
import type {
  FunctionCallback,
  FunctionMetadata,
  LogCategory,
  LogLevel,
  ProgrammingModel,
} from './core-types.ts';
import { hooks, type Hooks } from './hooks.ts';

interface Registration {
  readonly metadata: FunctionMetadata;
  readonly callback: FunctionCallback;
}

/** What the app told us while it was loaded. */
export interface Registry {
  readonly functions: Map<string, Registration>;
  readonly hooks: Hooks;
  readonly appHookData: Record<string, unknown>;
  model: ProgrammingModel | undefined;
  /** After start-up no function may be added. */
  locked: boolean;
}

const CORE = '@azure/functions-core';

/**
 * Answers `require('@azure/functions-core')`, which no package provides: `@azure/functions` asks for it at its first
 * `app.*` call, as it does inside the real worker, and without an answer it only warns and registers nothing.
 */
export const provideCoreModule = (
  log: (level: LogLevel, category: LogCategory, message: string) => void,
): Registry => {
  const registry: Registry = {
    functions: new Map(),
    hooks: hooks(),
    appHookData: {},
    model: undefined,
    locked: false,
  };
  const core = {
    // Of a worker and a host that know everything the library may ask for.
    version: '3.10.0',
    hostVersion: '4.1000.0',
    log,
    Disposable: disposable,
    registerHook: (name: string, hook: (context: unknown) => unknown) => registry.hooks.register(name, hook),
    setProgrammingModel: (model: ProgrammingModel) => {
      registry.model = model;
    },
    getProgrammingModel: () => registry.model,
    registerFunction: (metadata: FunctionMetadata, callback: FunctionCallback) => {
      const { name } = metadata;
      if (registry.locked)
        throw new Error(`Function ${name}: functions are registered during start-up only.`);
      if (registry.functions.has(name)) throw new Error(`Function ${name} is registered twice.`);
      registry.functions.set(name, { metadata, callback });
      return { dispose: () => void registry.functions.delete(name) };
    },
  };

  const patched = Module.prototype as { require: (id: string) => unknown };
  const original = Object.getOwnPropertyDescriptor(patched, 'require')?.value as (id: string) => unknown;
  patched.require = function (this: unknown, id: string) {
    return id === CORE ? core : Reflect.apply(original, this, [id]);
  };
  return registry;
};

/** Called by the library with `new`; a constructor may return any object. */
const disposable = function (dispose: () => void) {
  return { dispose };
};
