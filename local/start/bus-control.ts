import topology from '../../infra/topology.json' with { type: 'json' };
import { Problem } from './problem.ts';

/** What the namespace says of itself and its entities. */
export interface BusControl {
  /** Adds a subscription; one that is there already stays as it is. */
  subscribe(topic: string, name: string, filter?: string): Promise<void>;
  /** What the app or we ourselves still have to receive: how much, and where. */
  waiting(): Promise<readonly { readonly path: string; readonly count: number }[]>;
  /** How many messages the app gave up on. */
  deadLetters(): Promise<number>;
}

interface Entity {
  readonly path: string;
  readonly active: number;
  readonly locked: number;
}

const ANSWER_MS = 10_000;

/** Where we listen ourselves: a subscription of this name on each topic of events. */
export const OWN_SUBSCRIPTION = 'npm-start';
export const EVENT_TOPICS = ['credential-events', 'renewal-events'] as const;

const pathOf = (topic: string, subscription: string): string => `${topic}/Subscriptions/${subscription}`;

/** Subscriptions of others fill up as they please. */
const WATCHED = new Set([
  ...topology.queues.map(({ name }) => name),
  ...topology.topics.flatMap(({ name, subscriptions }) =>
    subscriptions.map((each) => pathOf(name, each.name)),
  ),
  ...EVENT_TOPICS.map((topic) => pathOf(topic, OWN_SUBSCRIPTION)),
]);

export const busControl = (url: string): BusControl => {
  const ask = async (path: string, body?: object): Promise<unknown> => {
    const post = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const answer = await fetch(url + path, { ...post, signal: AbortSignal.timeout(ANSWER_MS) });
    return answer.json();
  };
  return {
    subscribe: async (topic, name, sqlFilter) => {
      const { error } = (await ask('/subscriptions', { topic, name, sqlFilter })) as { error?: string };
      if (error === undefined || error.includes('already exists')) return;
      throw new Problem(`The subscription ${name} can't be made: ${error}`);
    },
    waiting: async () =>
      ((await ask('/entities')) as Entity[])
        .map(({ path, active, locked }) => ({ path, count: active + locked }))
        .filter(({ path, count }) => count > 0 && WATCHED.has(path)),
    deadLetters: async () => ((await ask('/idle')) as { deadLettered: number }).deadLettered,
  };
};
