import type { TokenCredential } from '@azure/identity';
import {
  bearerTokenAuthenticationPolicy,
  createDefaultHttpClient,
  createHttpHeaders,
  createPipelineFromOptions,
  createPipelineRequest,
} from '@azure/core-rest-pipeline';
import type { Checkpoint } from '../../domain/checkpoint.ts';
import { fail, ok } from '../../domain/result.ts';
import { seconds } from '../../domain/time.ts';
import type { CheckpointArchive } from '../../ports/checkpoint-archive.ts';

/** The version of the Blob service whose Put Blob is spoken here. */
const VERSION = '2021-12-02';
const SCOPE = 'https://storage.azure.com/.default';
const TIMEOUT = seconds(20);

/**
 * A blob for each checkpoint, `{stream}/{size}.json`, put only where none is. That none of them can be changed afterwards is
 * the container's own policy. Each holds one line of an export, so that all of them together are a second record of ends.
 */
export const blobCheckpointArchive = (container: URL, credential: TokenCredential): CheckpointArchive => {
  const client = createDefaultHttpClient();
  const pipeline = createPipelineFromOptions({ retryOptions: { maxRetries: 2, retryDelayInMs: 500 } });
  pipeline.addPolicy(bearerTokenAuthenticationPolicy({ credential, scopes: SCOPE }));
  return {
    put: async (checkpoint) => {
      const request = createPipelineRequest({
        url: `${container.href.replace(/\/$/, '')}/${nameOf(checkpoint)}`,
        method: 'PUT',
        headers: createHttpHeaders({
          'x-ms-version': VERSION,
          'x-ms-blob-type': 'BlockBlob',
          'content-type': 'application/json',
          'if-none-match': '*',
        }),
        body: `${JSON.stringify({ kind: 'checkpoint', checkpoint })}\n`,
        timeout: TIMEOUT,
      });
      let status: number;
      let code: string | undefined;
      try {
        const answer = await pipeline.sendRequest(client, request);
        ({ status } = answer);
        code = answer.headers.get('x-ms-error-code');
      } catch {
        // What the transport throws carries the request, and in that our token: it ends here.
        return fail({ code: 'UNAVAILABLE', detail: 'The archive of checkpoints does not answer.' });
      }
      if (status === 201 || (status === 409 && code === 'BlobAlreadyExists')) return ok(undefined);
      const detail = `The archive of checkpoints answers ${status}${code === undefined ? '' : ` (${code})`}.`;
      return fail({ code: status === 401 || status === 403 ? 'FORBIDDEN' : 'UNAVAILABLE', detail });
    },
  };
};

/** Of one length, so that blobs lie in the order of their sizes. */
const nameOf = ({ stream, size }: Checkpoint): string => `${stream}/${String(size).padStart(16, '0')}.json`;
