import { GraphError } from '@microsoft/microsoft-graph-client';
import * as z from 'zod';
import type { GraphClient } from './graph-client.ts';

const answersSchema = z.object({
  responses: z.array(z.object({ id: z.string(), status: z.int(), body: z.unknown().optional() })),
});

/** Graph takes no more in one request. */
const MOST = 20;

/**
 * A client that has asked for these paths in one request. What did not come with it, since it was throttled or the whole
 * request failed, is asked for by itself when it is wanted: nothing is decided by what is only quicker.
 */
export const askedTogether = async (
  client: GraphClient,
  paths: readonly string[],
  headers?: Readonly<Record<string, string>>,
): Promise<GraphClient> => {
  const wanted = [...new Set(paths)].slice(0, MOST);
  if (wanted.length < 2) return client;
  const came = await answersTo(client, wanted, headers);
  return {
    ...client,
    get: (path, ownHeaders) => {
      const answer = came.get(path);
      if (answer === undefined) return client.get(path, ownHeaders);
      return answer.status === 200
        ? Promise.resolve(answer.body)
        : Promise.reject(new GraphError(answer.status, 'There is no such thing.'));
    },
  };
};

type Answer = z.infer<typeof answersSchema>['responses'][number];

const answersTo = async (
  client: GraphClient,
  paths: readonly string[],
  headers?: Readonly<Record<string, string>>,
): Promise<ReadonlyMap<string, Answer>> => {
  const requests = paths.map((url, at) => ({
    id: String(at),
    method: 'GET',
    url,
    ...(headers && { headers }),
  }));
  const answer: unknown = await client.post('/$batch', { requests }).catch(() => undefined);
  const parsed = answersSchema.safeParse(answer);
  if (!parsed.success) return new Map();
  return new Map(
    parsed.data.responses.flatMap((response) => {
      const path = paths[Number(response.id)];
      const isCertain = response.status === 200 || response.status === 404;
      return path !== undefined && isCertain ? [[path, response]] : [];
    }),
  );
};
