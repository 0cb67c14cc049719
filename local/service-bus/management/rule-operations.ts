import { type Typed, types } from '../amqp/rhea.ts';
import type { Refusal } from '../broker/entry.ts';
import type { CorrelationSpec, FilterSpec } from '../filter/rules.ts';
import { done, mapIn, numberIn, type Operation, refused, type RequestBody, textIn } from './operation.ts';

/** Descriptor codes of the described lists in which rules are told. */
const CODE = {
  rule: 1_335_734_829_060,
  emptyAction: 1_335_734_829_061,
  sqlFilter: 83_483_426_822,
  trueFilter: 83_483_426_823,
  falseFilter: 83_483_426_824,
  correlationFilter: 83_483_426_825,
} as const;

/** Wire names of what a correlation filter compares, in the order in which they are listed. */
const CORRELATION_FIELDS = [
  ['correlationId', 'correlation-id'],
  ['messageId', 'message-id'],
  ['to', 'to'],
  ['replyTo', 'reply-to'],
  ['subject', 'label'],
  ['sessionId', 'session-id'],
  ['replyToSessionId', 'reply-to-session-id'],
  ['contentType', 'content-type'],
] as const;

const noRules: Refusal = {
  condition: 'amqp:not-allowed',
  description: 'Only subscriptions have rules.',
};

const add: Operation = (body, { rules }) => {
  if (rules === undefined) return refused(noRules);
  const description = mapIn(body, 'rule-description');
  if (textIn(mapIn(description, 'sql-rule-action'), 'expression') !== undefined) {
    return refused({
      condition: 'amqp:not-implemented',
      description: 'Rules that change messages are not supported by this stand-in.',
    });
  }
  const refusal = rules.add(textIn(body, 'rule-name') ?? '', filterIn(description));
  return refusal === undefined ? done() : refused(refusal);
};

const remove: Operation = (body, { rules }) => {
  const refusal = rules === undefined ? noRules : rules.remove(textIn(body, 'rule-name') ?? '');
  return refusal === undefined ? done() : refused(refusal);
};

const enumerate: Operation = (body, { rules }) => {
  if (rules === undefined) return refused(noRules);
  const skip = numberIn(body, 'skip', 0);
  const page = Object.entries(rules.list()).slice(skip, skip + numberIn(body, 'top', Infinity));
  if (page.length === 0) return { status: 204 };
  return done({ rules: page.map(([name, spec]) => ({ 'rule-description': describedRule(name, spec) })) });
};

const filterIn = (description: RequestBody): FilterSpec => {
  const sql = textIn(mapIn(description, 'sql-filter'), 'expression');
  if (sql !== undefined) return { sql };
  const given = mapIn(description, 'correlation-filter');
  const system = CORRELATION_FIELDS.map(([field, wire]) => [field, given[wire]] as const).filter(
    ([, value]) => typeof value === 'string',
  );
  return {
    correlation: {
      ...(Object.fromEntries(system) as CorrelationSpec),
      properties: mapIn(given, 'properties'),
    },
  };
};

const describedRule = (name: string, spec: FilterSpec): Typed =>
  described(CODE.rule, [describedFilter(spec), described(CODE.emptyAction, []), name]);

const describedFilter = (spec: FilterSpec): Typed => {
  if ('sql' in spec) {
    if (spec.sql === '1=1') return described(CODE.trueFilter, []);
    return spec.sql === '1=0' ? described(CODE.falseFilter, []) : described(CODE.sqlFilter, [spec.sql]);
  }
  const { properties = {}, ...system } = spec.correlation;
  const fields = CORRELATION_FIELDS.map(([field]) => system[field]);
  return described(CODE.correlationFilter, [...fields, types.wrap_map(properties)]);
};

const described = (code: number, values: readonly unknown[]): Typed =>
  types.described(types.wrap_ulong(code), types.wrap_list(values));

/** Operations on the rules of a subscription, by name. */
export const ruleOperations: Readonly<Record<string, Operation>> = {
  'com.microsoft:add-rule': add,
  'com.microsoft:remove-rule': remove,
  'com.microsoft:enumerate-rules': enumerate,
};
