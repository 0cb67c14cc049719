import type { OutgoingMessage } from '../../../lib/ports/publisher.ts';
import type { Facts, Value } from '../../../local/service-bus/filter/expression.ts';
import { parseFilter } from '../../../local/service-bus/filter/parse.ts';
import type { SubscriptionSpec, Topology } from '../../../local/service-bus/topology.ts';

/** Where a message may come to rest: a queue, or one subscription of a topic. */
export interface RestingPlace {
  /** `scan-requests`, `raise-request`. */
  readonly name: string;
  readonly destination: string;
  readonly needsSession: boolean;
  readonly takes: (message: OutgoingMessage) => boolean;
}

/** The queues and subscriptions of a topology, each with its filter. */
export const restingPlaces = ({ topics, queues }: Topology): readonly RestingPlace[] => [
  ...topics.flatMap((topic) =>
    topic.subscriptions.map((subscription) => ({
      name: subscription.name,
      destination: topic.name,
      needsSession: subscription.requiresSession ?? false,
      takes: filterOf(subscription),
    })),
  ),
  ...queues.map(({ name, requiresSession }) => ({
    name,
    destination: name,
    needsSession: requiresSession ?? false,
    takes: () => true,
  })),
];

const filterOf = ({ sqlFilter, correlationFilter }: SubscriptionSpec): RestingPlace['takes'] => {
  if (sqlFilter !== undefined) {
    const expression = parseFilter(sqlFilter);
    return (message) => expression(factsOf(message)) === true;
  }
  const wanted = Object.entries(correlationFilter ?? {});
  return ({ properties }) => wanted.every(([name, value]) => properties[name] === value);
};

const factsOf = ({ id, subject, sessionId, contentType, properties }: OutgoingMessage): Facts => ({
  system: (name): Value => {
    switch (name) {
      case 'MessageId':
        return id;
      case 'Label':
      case 'Subject':
        return subject;
      case 'SessionId':
        return sessionId;
      case 'ContentType':
        return contentType;
      case 'CorrelationId':
      case 'To':
      case 'ReplyTo':
      case 'ReplyToSessionId':
      case 'PartitionKey':
        return undefined;
    }
  },
  application: (name) => properties[name],
});
