import type { Config } from '../lib/config.ts';
import type { Policy } from '../lib/domain/policy.ts';
import type { Tracer } from '../lib/ports/tracer.ts';
import { wire } from '../lib/wiring.ts';
import { registerAll } from './all.ts';
import type { Runtime } from './runtime.ts';
import { tracedRuntime } from './traced-runtime.ts';
import { type Handler, triggersOf } from './triggers.ts';

/** What each function of the role does, by its name. A function without a trigger would never get
 * work, so that is an error and not a silence. */
export const handlersOf = (
  config: Config,
  policy: Policy,
  tracer: Tracer | undefined,
): ReadonlyMap<string, Handler> => {
  const handlers = new Map<string, Handler>();
  const keep = (name: string, { handler }: { readonly handler: Handler }): void => {
    handlers.set(name, handler);
  };
  const keeping: Runtime = { http: keep, timer: keep, serviceBusQueue: keep, serviceBusTopic: keep };
  registerAll(tracedRuntime(keeping, tracer), wire(config, policy, tracer));
  const listed = new Set(triggersOf(config.role).map(({ name }) => name));
  const unlisted = [...handlers.keys()].filter((name) => !listed.has(name));
  if (unlisted.length > 0)
    throw new Error(`functions/triggers.json does not name ${unlisted.join(', ')}: run "npm run docs".`);
  return handlers;
};
