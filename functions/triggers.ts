import type { InvocationContext } from '@azure/functions';
import type { Runtime } from './runtime.ts';
import triggers from './triggers.json' with { type: 'json' };

export type Handler = (input: never, context: InvocationContext) => unknown;

/** What brings a function its work, by the verb of the programming model; all that it is told besides its handler. */
export interface Trigger {
  readonly name: string;
  readonly kind: keyof Runtime;
  readonly options: Readonly<Record<string, unknown>>;
}

interface Listed extends Trigger {
  readonly roles: readonly string[];
}

/**
 * The triggers of a role's functions, in the order in which the data travels. They are written down apart from what the
 * functions do, so that a start registers all of them and loads none. The list is made from `all.ts`, by `npm run docs`.
 */
export const triggersOf = (role: string): readonly Trigger[] =>
  (triggers as readonly Listed[]).filter(({ roles }) => roles.includes(role));

/** Registers each trigger with a handler that asks for the real one when the first work comes. */
export const registerTriggers = (
  runtime: Runtime,
  triggers: readonly Trigger[],
  handlers: () => Promise<ReadonlyMap<string, Handler>>,
): void => {
  for (const { name, kind, options } of triggers) {
    const handler: Handler = async (input, context) => {
      const handle = (await handlers()).get(name);
      if (handle === undefined)
        throw new Error(`functions/triggers.json names ${name}, which nobody handles: run "npm run docs".`);
      return handle(input, context);
    };
    const register = runtime[kind] as (name: string, options: object) => void;
    register(name, { ...options, handler });
  }
};
