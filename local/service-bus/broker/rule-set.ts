import { compileFilter, type Filter, type FilterSpec, MATCH_ALL } from '../filter/rules.ts';
import type { Journal } from '../journal/journal.ts';
import type { Message } from '../message/message.ts';
import type { Refusal } from './entry.ts';

/** The name of the rule that a subscription is born with. */
const DEFAULT_RULE = '$Default';

/** The rules of one subscription: a message that any of them matches is for it. */
export interface RuleSet {
  matches(message: Message): boolean;
  /** A filter that is not valid, or a name that is taken, is refused. */
  add(name: string, filter: FilterSpec): Refusal | undefined;
  remove(name: string): Refusal | undefined;
  list(): Readonly<Record<string, FilterSpec>>;
}

/** Rules as declared, or as they were left by whoever changed them; a filter that is not valid throws. */
export const createRuleSet = (
  path: string,
  journal: Journal,
  declared: FilterSpec | undefined,
  saved: Readonly<Record<string, FilterSpec>> | undefined,
): RuleSet => {
  const specs = new Map(Object.entries(saved ?? { [DEFAULT_RULE]: declared ?? MATCH_ALL }));
  const filters = new Map<string, Filter>();
  for (const [name, spec] of specs) filters.set(name, compileFilter(spec));
  const list = () => Object.fromEntries(specs);
  const remember = () => journal.append({ t: 'rules', path, rules: list() });

  return {
    matches: (message) => {
      for (const filter of filters.values()) if (filter(message)) return true;
      return false;
    },
    add: (name, spec) => {
      if (specs.has(name)) {
        return {
          condition: 'com.microsoft:entity-already-exists',
          description: `The rule '${name}' already exists in '${path}'.`,
        };
      }
      try {
        filters.set(name, compileFilter(spec));
      } catch (error) {
        const description = error instanceof Error ? error.message : String(error);
        return { condition: 'com.microsoft:argument-error', description };
      }
      specs.set(name, spec);
      remember();
      return undefined;
    },
    remove: (name) => {
      if (!specs.delete(name)) {
        return {
          condition: 'amqp:not-found',
          description: `The messaging entity '${path}/Rules/${name}' could not be found.`,
        };
      }
      filters.delete(name);
      remember();
      return undefined;
    },
    list,
  };
};
