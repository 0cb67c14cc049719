import { readFileSync } from 'node:fs';

/** What a correlation filter may ask of one application property. */
export type PropertyValue = string | number | boolean;

/** A subscription as `infra/topology.json` declares it; without a filter it gets every message. */
export interface SubscriptionSpec {
  readonly name: string;
  readonly maxDeliveryCount?: number | undefined;
  readonly requiresSession?: boolean | undefined;
  readonly lockDuration?: string | undefined;
  readonly sqlFilter?: string | undefined;
  readonly correlationFilter?: Readonly<Record<string, PropertyValue | undefined>> | undefined;
}

/** A topic and its subscriptions. */
export interface TopicSpec {
  readonly name: string;
  /** How long a message id is remembered, ISO 8601. */
  readonly duplicateDetection?: string | undefined;
  readonly subscriptions: readonly SubscriptionSpec[];
}

/** A queue. */
export interface QueueSpec {
  readonly name: string;
  readonly maxDeliveryCount?: number | undefined;
  readonly requiresSession?: boolean | undefined;
  readonly duplicateDetection?: string | undefined;
  readonly lockDuration?: string | undefined;
}

/** Everything that exists in the namespace when it starts. */
export interface Topology {
  readonly topics: readonly TopicSpec[];
  readonly queues: readonly QueueSpec[];
}

/** Reads a topology file; a file that has no topics and queues is refused here, with its name. */
export const readTopology = (file: string): Topology => {
  const parsed = JSON.parse(readFileSync(file, 'utf8')) as Partial<Topology>;
  if (!Array.isArray(parsed.topics) || !Array.isArray(parsed.queues)) {
    throw new Error(`${file}: a topology has the lists "topics" and "queues".`);
  }
  return { topics: parsed.topics, queues: parsed.queues };
};
