import { durationMs } from '../iso-duration.ts';
import type { FilterSpec } from '../filter/rules.ts';
import type { Journal } from '../journal/journal.ts';
import { type SavedState, savedMailbox } from '../journal/saved-state.ts';
import type { Message } from '../message/message.ts';
import type { SubscriptionSpec, Topology } from '../topology.ts';
import { createDestination, type Destination } from './destination.ts';
import { createDuplicates } from './duplicates.ts';
import type { Refusal } from './entry.ts';
import { createMailbox } from './create-mailbox.ts';
import type { Mailbox } from './mailbox.ts';
import { createRuleSet, type RuleSet } from './rule-set.ts';

/** A queue or subscription as people count them. */
export interface Receivable {
  readonly mailbox: Mailbox;
  /** Undefined for queues. */
  readonly rules: RuleSet | undefined;
  /** False for a subscription that somebody made while the stand-in ran. */
  readonly declared: boolean;
}

/** All entities of the namespace, found by address without regard to case. */
export interface Broker {
  destination(address: string): Destination | undefined;
  /** Also finds dead-letter queues. */
  mailbox(address: string): Mailbox | undefined;
  receivable(address: string): Receivable | undefined;
  receivables(): readonly Receivable[];
  /** Messages that wait in topics until they are due. */
  scheduledInTopics(): number;
  addSubscription(topic: string, name: string, sqlFilter: string | undefined): Refusal | undefined;
  stop(): void;
}

/** What a broker starts from. */
export interface BrokerOptions {
  readonly topology: Topology;
  readonly journal: Journal;
  readonly saved: SavedState;
  /** Overrides every entity's own lock duration. */
  readonly lockDurationMs: number | undefined;
}

interface Topic {
  readonly name: string;
  readonly holding: Mailbox;
  readonly subscriptions: Receivable[];
}

const DEFAULT_LOCK = 'PT1M';
const DEFAULT_MAX_DELIVERY_COUNT = 10;
const DEAD_LETTER_QUEUE = '$DeadLetterQueue';

/** Makes the entities of the topology and those that were added to it, and takes up what was saved. */
export const createBroker = (options: BrokerOptions): Broker => {
  const { journal, saved } = options;
  const destinations = new Map<string, Destination>();
  const receivables = new Map<string, Receivable>();
  const mailboxes = new Map<string, Mailbox>();
  const topics = new Map<string, Topic>();

  const addMailbox = (path: string, spec: Omit<SubscriptionSpec, 'name'>): Mailbox => {
    const lockMs = options.lockDurationMs ?? durationMs(spec.lockDuration ?? DEFAULT_LOCK);
    const deadPath = `${path}/${DEAD_LETTER_QUEUE}`;
    const deadLetters = createMailbox(
      { path: deadPath, lockMs, maxDeliveryCount: Infinity, requiresSession: false },
      { journal, saved: savedMailbox(saved, deadPath), deadLetters: undefined },
    );
    const maxDeliveryCount = spec.maxDeliveryCount ?? DEFAULT_MAX_DELIVERY_COUNT;
    const mailbox = createMailbox(
      { path, lockMs, maxDeliveryCount, requiresSession: spec.requiresSession ?? false },
      { journal, saved: savedMailbox(saved, path), deadLetters },
    );
    mailboxes.set(keyOf(path), mailbox);
    mailboxes.set(keyOf(deadPath), deadLetters);
    return mailbox;
  };

  const addDestination = (
    mailbox: Mailbox,
    window: string | undefined,
    accept: (message: Message) => void,
  ): void => {
    const { path, requiresSession } = mailbox.settings;
    const windowMs = window === undefined ? undefined : durationMs(window);
    const duplicates = createDuplicates(windowMs, journal, path, savedMailbox(saved, path).seen);
    destinations.set(keyOf(path), createDestination({ path, requiresSession, duplicates, mailbox, accept }));
  };

  const subscribe = (topic: Topic, spec: SubscriptionSpec, declared: boolean): RuleSet => {
    const path = `${topic.name}/Subscriptions/${spec.name}`;
    const rules = createRuleSet(path, journal, declaredFilter(spec), savedMailbox(saved, path).rules);
    const receivable = { mailbox: addMailbox(path, spec), rules, declared };
    topic.subscriptions.push(receivable);
    receivables.set(keyOf(path), receivable);
    return rules;
  };

  const declare = (topic: Topic, spec: SubscriptionSpec): void => {
    try {
      subscribe(topic, spec, true);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`${topic.name}/Subscriptions/${spec.name}: ${reason}`, { cause: error });
    }
  };

  for (const queue of options.topology.queues) {
    const mailbox = addMailbox(queue.name, queue);
    receivables.set(keyOf(queue.name), { mailbox, rules: undefined, declared: true });
    addDestination(mailbox, queue.duplicateDetection, (message) => void mailbox.put({ message }));
  }
  for (const { name, duplicateDetection, subscriptions } of options.topology.topics) {
    const route = (message: Message) => {
      // A message that matches no subscription is gone, as in the service.
      for (const { mailbox, rules } of topic.subscriptions) {
        if (rules?.matches(message) === true) mailbox.put({ message });
      }
    };
    // Only scheduled messages ever lie in a topic itself.
    const holding = createMailbox(
      { path: name, lockMs: 0, maxDeliveryCount: Infinity, requiresSession: false },
      { journal, saved: savedMailbox(saved, name), deadLetters: undefined, onDue: route },
    );
    const topic: Topic = { name, holding, subscriptions: [] };
    topics.set(keyOf(name), topic);
    addDestination(holding, duplicateDetection, route);
    for (const subscription of subscriptions) declare(topic, subscription);
  }
  for (const { topic: topicName, name } of saved.subscriptions.values()) {
    const topic = topics.get(keyOf(topicName));
    if (topic !== undefined && !receivables.has(keyOf(`${topicName}/Subscriptions/${name}`))) {
      subscribe(topic, { name }, false);
    }
  }

  return {
    destination: (address) => destinations.get(keyOf(address)),
    mailbox: (address) => mailboxes.get(keyOf(address)),
    receivable: (address) => receivables.get(keyOf(address)),
    receivables: () => [...receivables.values()],
    scheduledInTopics: () =>
      [...topics.values()].reduce((total, { holding }) => total + holding.counts().scheduled, 0),
    addSubscription: (topicName, name, sqlFilter) => {
      const topic = topics.get(keyOf(topicName));
      if (topic === undefined) {
        return {
          condition: 'amqp:not-found',
          description: `The messaging entity '${topicName}' could not be found.`,
        };
      }
      const path = `${topic.name}/Subscriptions/${name}`;
      if (receivables.has(keyOf(path))) {
        return {
          condition: 'com.microsoft:entity-already-exists',
          description: `The subscription '${path}' already exists.`,
        };
      }
      try {
        const rules = subscribe(topic, { name, sqlFilter }, false);
        journal.append({ t: 'subscription', topic: topic.name, name });
        journal.append({ t: 'rules', path, rules: rules.list() });
        return undefined;
      } catch (error) {
        const description = error instanceof Error ? error.message : String(error);
        return { condition: 'com.microsoft:argument-error', description };
      }
    },
    stop: () => {
      for (const mailbox of mailboxes.values()) mailbox.stop();
      for (const { holding } of topics.values()) holding.stop();
    },
  };
};

const keyOf = (address: string): string => address.replace(/^\/+|\/+$/g, '').toLowerCase();

const declaredFilter = ({ sqlFilter, correlationFilter }: SubscriptionSpec): FilterSpec | undefined => {
  if (sqlFilter !== undefined) return { sql: sqlFilter };
  return correlationFilter === undefined ? undefined : { correlation: { properties: correlationFilter } };
};
