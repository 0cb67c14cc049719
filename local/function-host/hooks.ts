const HOOK_NAMES = ['appStart', 'appTerminate', 'preInvocation', 'postInvocation', 'log'] as const;
type HookName = (typeof HOOK_NAMES)[number];
type Hook = (context: unknown) => unknown;

/** The hooks that an app registered, in the order in which it did. */
export interface Hooks {
  register(name: string, hook: Hook): { dispose(): void };
  run(name: Exclude<HookName, 'log'>, context: unknown): Promise<void>;
  /** Log hooks can't be waited for: a log call returns at once. */
  runLog(context: unknown): void;
}

export const hooks = (): Hooks => {
  const registered: { readonly name: HookName; readonly hook: Hook }[] = [];
  const named = (name: HookName) => registered.filter((entry) => entry.name === name);
  return {
    register: (name, hook) => {
      const known = HOOK_NAMES.find((candidate) => candidate === name);
      if (known === undefined) {
        // The library tells an old host from a fault of the app by this mark.
        throw Object.assign(new RangeError(`Unrecognized hook "${name}"`), {
          isAzureFunctionsSystemError: true,
        });
      }
      const entry = { name: known, hook };
      registered.push(entry);
      return {
        dispose: () => {
          const index = registered.indexOf(entry);
          if (index >= 0) registered.splice(index, 1);
        },
      };
    },
    run: async (name, context) => {
      for (const { hook } of named(name)) await hook(context);
    },
    runLog: (context) => {
      for (const { hook } of named('log')) hook(context);
    },
  };
};
