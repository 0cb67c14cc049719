import type { TableClient, TransactionAction } from '@azure/data-tables';
import { pageSchema } from '../../../lib/adapters/graph/page-schema.ts';
import { type ContenderPlace, stopwatch } from './scan-place.ts';
import { FIRST_PAGE, LOW, rowsOfPage } from './scan-rows.ts';

interface Prebuilt {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

class NotSent extends Error {}

/**
 * What nothing in this language can go below: undici and JSON.parse for the pages, and bodies made beforehand for the rows.
 * The bodies are the very ones that the SDK makes, caught before it sends them; that is not measured.
 */
export const wireFloor = async ({ counts, tableClient, graphUrl }: ContenderPlace): Promise<object> => {
  const prebuild = catching(tableClient('Subjects'));
  const watch = stopwatch();
  const headers = { ...LOW, authorization: 'Bearer a token', accept: 'application/json' };
  let next: string | undefined = `${graphUrl}/v1.0${FIRST_PAGE}`;
  while (next !== undefined) {
    const url: string = next;
    counts.graphRequests += 1;
    const page = await watch.measure(
      async () => JSON.parse(await text(await again(() => fetch(url, { headers })))) as unknown,
    );
    const { value, '@odata.nextLink': link } = pageSchema.parse(page);
    next = link;
    const built: Prebuilt[] = [];
    for (const actions of rowsOfPage(value)) built.push(await prebuild(actions));
    await watch.measure(() =>
      Promise.all(
        built.map(async (one) =>
          text(await again(() => fetch(one.url, { method: 'POST', headers: one.headers, body: one.body }))),
        ),
      ),
    );
  }
  return { cpuSeconds: watch.seconds(), ...counts };
};

/** A connection that was kept may be closed at the very moment in which it is used again. */
const again = (send: () => Promise<Response>): Promise<Response> => send().catch(send);

const text = async (response: Response): Promise<string> => {
  const body = await response.text();
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}: ${body.slice(0, 200)}`);
  return body;
};

const catching = (client: TableClient) => {
  let caught: Prebuilt | undefined;
  client.pipeline.addPolicy(
    {
      name: 'caught',
      sendRequest: (request) => {
        const headers = request.headers.toJSON();
        delete headers['content-length'];
        caught = { url: request.url, headers, body: typeof request.body === 'string' ? request.body : '' };
        return Promise.reject(new NotSent());
      },
    },
    { afterPhase: 'Sign' },
  );
  return async (actions: TransactionAction[]): Promise<Prebuilt> => {
    await client.submitTransaction(actions).catch((error: unknown) => {
      if (!(error instanceof NotSent)) throw error;
    });
    if (caught === undefined) throw new Error('The SDK sent nothing.');
    return caught;
  };
};
