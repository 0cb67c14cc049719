import type { EventTopic, PublishedEvent } from '../../lib/events/catalogue.ts';
import { FILTERABLE, propertiesOf } from '../../lib/events/properties.ts';
import type { DocumentedEvent } from './events.ts';
import type { JsonSchema } from './json-schema.ts';

/** What each topic tells. */
const TELLS: Readonly<Record<EventTopic, string>> = {
  'credential-events': 'What is seen and judged: credentials near expiry or past it, findings, scans.',
  'renewal-events': 'What is done: the steps of a renewal, from its request to its end.',
};
const TOPICS = Object.keys(TELLS) as EventTopic[];

const NAMESPACE = {
  host: '{namespace}.servicebus.windows.net',
  protocol: 'amqps',
  protocolVersion: '1.0',
  title: 'A Service Bus namespace',
  description:
    'AMQP 1.0 over TLS, as the Service Bus clients speak it. A receiver links to `{topic}/Subscriptions/{subscription}`, ' +
    'which an operator makes, with a filter on the headers given here. Clouds other than the public one have other domains.',
  variables: {
    namespace: { description: 'The namespace that Expiry Monitor publishes to.', default: 'example' },
  },
  security: [{ $ref: '#/components/securitySchemes/entra' }],
};

const ENTRA = {
  type: 'openIdConnect',
  openIdConnectUrl: 'https://login.microsoftonline.com/organizations/v2.0/.well-known/openid-configuration',
  scopes: ['https://servicebus.azure.net/.default'],
  description:
    'An Entra token for Service Bus, put to the node `$cbs`. Its identity has the role Azure Service Bus Data Receiver on the ' +
    'subscription.',
};

/** The AsyncAPI 3.0 document of our events, as seen by those who subscribe to them. */
export const asyncApi = (events: readonly DocumentedEvent[], version: string) => ({
  asyncapi: '3.0.0',
  id: 'urn:expiry-monitor:events',
  info: {
    title: 'Events of Expiry Monitor',
    version,
    description:
      'What a subscriber receives: CloudEvents 1.0 in structured JSON. The MessageId is the `id` of the event, and the headers ' +
      'given here are application properties. Delivery is at least once, topics do not keep order, and fields that are not ' +
      'known here are to be ignored.',
    license: { name: 'MIT' },
    tags: [{ name: 'CloudEvents' }, { name: 'Azure Service Bus' }],
  },
  defaultContentType: 'application/cloudevents+json',
  servers: { namespace: NAMESPACE },
  channels: Object.fromEntries(TOPICS.map((topic) => [topic, channel(events, topic)])),
  operations: Object.fromEntries(TOPICS.map((topic) => [`receive-${topic}`, receiving(topic)])),
  components: {
    messages: Object.fromEntries(events.map((event) => [event.type, message(event)])),
    schemas: Object.fromEntries(events.map(({ type, schema }) => [type, embedded(schema)])),
    securitySchemes: { entra: ENTRA },
  },
});

const channel = (events: readonly DocumentedEvent[], topic: EventTopic) => ({
  address: topic,
  title: `Topic ${topic}`,
  description: TELLS[topic],
  servers: [{ $ref: '#/servers/namespace' }],
  messages: Object.fromEntries(
    events
      .filter((event) => event.topic === topic)
      .map(({ type }) => [type, { $ref: `#/components/messages/${type}` }]),
  ),
});

const receiving = (topic: EventTopic) => ({
  action: 'receive',
  channel: { $ref: `#/channels/${topic}` },
  title: `Receive ${topic}`,
  summary: `Receives the events of ${topic} that the filter of a subscription lets through.`,
});

const message = ({ type, meaning, schema, example }: DocumentedEvent) => {
  const event = example === undefined ? undefined : (JSON.parse(example) as PublishedEvent);
  return {
    name: type,
    title: type,
    summary: meaning,
    contentType: 'application/cloudevents+json',
    headers: headersOf(type, schema),
    payload: { $ref: `#/components/schemas/${type}` },
    ...(event === undefined ? {} : { examples: [{ headers: propertiesOf(event), payload: event }] }),
  };
};

/** The application properties: of the fields that can be filtered by, those that this event has. */
const headersOf = (type: string, schema: JsonSchema): JsonSchema => {
  const { properties = {}, required = [] } = schema.properties?.['data'] ?? {};
  const filterable = Object.entries(FILTERABLE).filter(([field]) => properties[field] !== undefined);
  return {
    type: 'object',
    properties: {
      eventType: { description: 'The `type` of the event.', type: 'string', const: type },
      ...Object.fromEntries(filterable.map(([field, property]) => [property, properties[field] ?? {}])),
    },
    required: [
      'eventType',
      ...filterable.filter(([field]) => required.includes(field)).map(([, property]) => property),
    ],
  };
};

/** Within a document that has a dialect and a base of its own, a schema says neither. */
const embedded = ({
  $id: _,
  $schema: __,
  ...schema
}: JsonSchema & { $id?: string; $schema?: string }): JsonSchema => schema;
