import topology from '../../infra/topology.json' with { type: 'json' };

/** Where a message of ours can become a dead letter. */
export interface Place {
  /** `scan-requests`, or `renewal-work/issue-credential`. */
  readonly name: string;
  /** Where a message goes in again: the queue or the topic. */
  readonly entity: string;
  readonly subscription: string | undefined;
}

/** Every queue and subscription of the product. Those of operations teams are theirs. */
export const PLACES: readonly Place[] = [
  ...topology.topics.flatMap(({ name, subscriptions }) =>
    subscriptions.map((each): Place => ({
      name: `${name}/${each.name}`,
      entity: name,
      subscription: each.name,
    })),
  ),
  ...topology.queues.map(({ name }) => ({ name, entity: name, subscription: undefined })),
];

export const placeOf = (name: string): Place => {
  const place = PLACES.find((each) => each.name === name);
  if (place !== undefined) return place;
  throw new Error(`There is no place ${name}; it is one of ${PLACES.map((each) => each.name).join(', ')}.`);
};
