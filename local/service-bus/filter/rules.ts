import type { Message } from '../message/message.ts';
import type { Facts, SystemName, Value } from './expression.ts';
import { parseFilter } from './parse.ts';

/** Properties that a correlation filter may compare besides the application's. */
export interface CorrelationSpec {
  readonly correlationId?: string;
  readonly messageId?: string;
  readonly to?: string;
  readonly replyTo?: string;
  readonly subject?: string;
  readonly sessionId?: string;
  readonly replyToSessionId?: string;
  readonly contentType?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** A filter as it is written down. */
export type FilterSpec = { readonly sql: string } | { readonly correlation: CorrelationSpec };

/** Whether a message is for this subscription. */
export type Filter = (message: Message) => boolean;

/** The rule that every new subscription has in the service. */
export const MATCH_ALL: FilterSpec = { sql: '1=1' };

/** Makes a filter; SQL that is not valid throws FilterSyntaxError. */
export const compileFilter = (spec: FilterSpec): Filter => {
  if ('correlation' in spec) return correlationFilter(spec.correlation);
  const expression = parseFilter(spec.sql);
  // Unknown is not a match.
  return (message) => expression(factsOf(message)) === true;
};

const correlationFilter = ({ properties = {}, ...system }: CorrelationSpec): Filter => {
  const wantedSystem = Object.entries(system) as [keyof typeof system, string][];
  const wanted = Object.entries(properties).map(([name, value]) => [name, comparable(value)] as const);
  return (message) =>
    wantedSystem.every(([name, value]) => message.system[name] === value) &&
    wanted.every(([name, value]) => value !== undefined && applicationValue(message, name) === value);
};

const factsOf = (message: Message): Facts => ({
  system: (name) => message.system[SYSTEM_FIELDS[name]],
  application: (name) => applicationValue(message, name),
});

const SYSTEM_FIELDS: Readonly<Record<SystemName, keyof Message['system']>> = {
  MessageId: 'messageId',
  CorrelationId: 'correlationId',
  To: 'to',
  ReplyTo: 'replyTo',
  Label: 'subject',
  Subject: 'subject',
  SessionId: 'sessionId',
  ReplyToSessionId: 'replyToSessionId',
  ContentType: 'contentType',
  PartitionKey: 'partitionKey',
};

/** Names of properties are matched without regard to case, values with. */
const applicationValue = ({ application }: Message, name: string): Value => {
  if (application.has(name)) return comparable(application.get(name));
  const lower = name.toLowerCase();
  for (const [key, value] of application) if (key.toLowerCase() === lower) return comparable(value);
  return undefined;
};

const comparable = (value: unknown): Value => {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return value instanceof Date ? value.toISOString() : undefined;
};
