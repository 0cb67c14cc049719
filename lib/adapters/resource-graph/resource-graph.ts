import type { TokenCredential } from '@azure/identity';
import {
  bearerTokenAuthenticationPolicy,
  createDefaultHttpClient,
  createHttpHeaders,
  createPipelineFromOptions,
  createPipelineRequest,
  type PipelineResponse,
} from '@azure/core-rest-pipeline';
import * as z from 'zod';
import { fail, ok, type Result } from '../../domain/result.ts';
import { seconds } from '../../domain/time.ts';
import type { SourceFailure } from '../../ports/credential-source.ts';

export interface Rows {
  readonly rows: readonly unknown[];
  /** There was more, and no way to get it. */
  readonly isTruncated: boolean;
}

/** Asks the Resource Graph for all rows of a query, which must project and be ordered by `id`, or it can not be paged. */
export type AskResourceGraph = (
  query: string,
  subscriptions: readonly string[],
) => Promise<Result<Rows, SourceFailure>>;

const VERSION = '2021-03-01';
const PAGE = 1000;
/** Two hundred thousand rows: whatever is longer leads in a circle. */
const MOST_PAGES = 200;
const TIMEOUT = seconds(30);

const page = z.object({
  data: z.array(z.unknown()),
  $skipToken: z.string().nullish(),
  // A text, and not "more pages": it says that paging was not possible.
  resultTruncated: z.union([z.string(), z.boolean()]).nullish(),
});

export const resourceGraph = (resourceManager: URL, credential: TokenCredential): AskResourceGraph => {
  const client = createDefaultHttpClient();
  const pipeline = createPipelineFromOptions({ retryOptions: { maxRetries: 2, retryDelayInMs: 500 } });
  pipeline.addPolicy(
    bearerTokenAuthenticationPolicy({ credential, scopes: `${resourceManager.origin}/.default` }),
  );
  const ask = async (body: object): Promise<Result<z.infer<typeof page>, SourceFailure>> => {
    const request = createPipelineRequest({
      url: `${resourceManager.origin}/providers/Microsoft.ResourceGraph/resources?api-version=${VERSION}`,
      method: 'POST',
      headers: createHttpHeaders({ 'content-type': 'application/json' }),
      body: JSON.stringify(body),
      timeout: TIMEOUT,
    });
    let answer: PipelineResponse;
    try {
      answer = await pipeline.sendRequest(client, request);
    } catch {
      // What the transport throws carries the request, and in that our token: it ends here.
      return fail({ code: 'UNAVAILABLE', detail: 'The Resource Graph does not answer' });
    }
    if (answer.status !== 200) return fail(failureOf(answer));
    const parsed = page.safeParse(jsonOf(answer.bodyAsText));
    return parsed.success
      ? ok(parsed.data)
      : fail({ code: 'UNAVAILABLE', detail: "The Resource Graph's answer is not understood" });
  };

  return async (query, subscriptions) => {
    const rows: unknown[] = [];
    const met = new Set<string>();
    let token: string | undefined;
    for (let read = 0; read < MOST_PAGES; read += 1) {
      const options = {
        resultFormat: 'objectArray',
        $top: PAGE,
        ...(token === undefined ? {} : { $skipToken: token }),
      };
      const answer = await ask({ subscriptions, query, options });
      if (!answer.ok) return answer;
      const { data, $skipToken, resultTruncated } = answer.value;
      rows.push(...data);
      if (!$skipToken) return ok({ rows, isTruncated: String(resultTruncated) === 'true' });
      if (met.has($skipToken)) break;
      met.add($skipToken);
      token = $skipToken;
    }
    return ok({ rows, isTruncated: true });
  };
};

const failureOf = ({ status, headers }: PipelineResponse): SourceFailure => {
  const detail = `The Resource Graph answered ${status}`;
  if (status === 429)
    return { code: 'THROTTLED', detail, retryAfter: resetIn(headers.get('x-ms-user-quota-resets-after')) };
  return status === 401 || status === 403
    ? { code: 'FORBIDDEN', detail: `${detail}: the role Reader is missing on the subscriptions` }
    : { code: 'UNAVAILABLE', detail };
};

/** `hh:mm:ss`, as the service writes when its quota begins anew. */
const resetIn = (text: string | undefined) => {
  const [, hours, minutes, rest] = /^(\d{2}):(\d{2}):(\d{2})$/.exec(text ?? '') ?? [];
  return hours === undefined
    ? undefined
    : seconds(Number(hours) * 3600 + Number(minutes) * 60 + Number(rest));
};

const jsonOf = (text: string | null | undefined): unknown => {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
};
