import type { TokenCredential } from '@azure/identity';
import { resourceGraph } from '../../lib/adapters/resource-graph/resource-graph.ts';
import { attempt, type Finding, GRANTED, MISSING, type Need, unknown } from './need.ts';
import { without } from './without.ts';

interface Discovery {
  readonly resourceManager: URL;
  readonly subscriptions: readonly string[];
}

const SHOWN =
  "resourcecontainers | where type =~ 'microsoft.resources/subscriptions' | project id | order by id asc";

/** A subscription that is not shown is left out without a word, so each is asked for by itself. */
export const subscriptionNeeds = (
  { resourceManager, subscriptions }: Discovery,
  credential: TokenCredential,
): readonly Need[] => {
  const ask = resourceGraph(resourceManager, credential);
  const look = async (id: string): Promise<Finding> => {
    const answer = await ask(SHOWN, [id]);
    if (answer.ok) return answer.value.rows.length > 0 ? GRANTED : MISSING;
    return answer.failure.code === 'FORBIDDEN' ? MISSING : unknown(answer.failure.detail);
  };
  return subscriptions.map((id) => ({
    right: `Reader on the subscription ${id}`,
    without: without('subscription Reader'),
    probe: () => attempt(() => look(id)),
  }));
};
