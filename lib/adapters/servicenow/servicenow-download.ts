import { ok } from '../../domain/result.ts';
import type { Duration } from '../../domain/time.ts';
import { type CallResult, reasonOf, unavailable } from './servicenow-failure.ts';

interface Download {
  readonly status: number;
  /** Undefined: there is more of it than was wanted. */
  readonly bytes: Uint8Array | undefined;
}

/** Reads a file, and stops as soon as there is more of it than is wanted. */
export const download = async (
  url: URL,
  timeout: Duration,
  token: string,
  longest: number,
): Promise<CallResult<Download>> => {
  try {
    const headers = { accept: '*/*', authorization: `Bearer ${token}` };
    // A redirect leads to a sign-in page, and our token has no business there.
    const response = await fetch(url, { headers, redirect: 'manual', signal: AbortSignal.timeout(timeout) });
    const { status } = response;
    if (status === 429) return unavailable('The desk asks us to wait');
    if (status >= 500 || status === 408) return unavailable(`The desk answered ${status}`);
    if (status >= 300 && status < 400) return unavailable(`The desk answered a file with ${status}`);
    return ok({ status, bytes: await upTo(longest, response) });
  } catch (error) {
    return unavailable(`The desk gave no usable answer (${reasonOf(error)})`);
  }
};

const upTo = async (longest: number, { body }: Response): Promise<Uint8Array | undefined> => {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of body ?? []) {
    const bytes = part as Uint8Array;
    length += bytes.length;
    if (length > longest) return undefined; // leaving the loop ends the transfer
    parts.push(bytes);
  }
  return Buffer.concat(parts);
};
