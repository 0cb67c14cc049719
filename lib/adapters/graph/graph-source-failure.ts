import type { SourceFailure } from '../../ports/credential-source.ts';
import { graphFailure } from './graph-failure.ts';

/** What was asked. */
interface Question {
  readonly what: string;
  /** The right that it takes. */
  readonly permission: string;
  /** Graph's own link, if the question was that. */
  readonly cursor?: string | undefined;
}

/** What Graph says of a right that is missing; a refused sign-in says something else. */
const RIGHT_MISSING = 'Graph answered 403, Authorization_RequestDenied';

export const outage = (detail: string): SourceFailure => ({ code: 'UNAVAILABLE', detail });

/**
 * What a failed request is to a scan. A cursor that Graph no longer takes ends this scan like an outage that lasts: the
 * next one starts anew. Refused without a cursor, the question itself is wrong, and that is a bug.
 */
export const sourceFailure = (error: unknown, { what, permission, cursor }: Question): SourceFailure => {
  const { code, detail, throttled } = graphFailure(error);
  if (throttled !== undefined) return { code: 'THROTTLED', detail, ...throttled };
  // A token that ends on its way is taken for none; the next request brings a new one.
  if (detail.startsWith('Graph answered 401')) return outage(detail);
  if (code === 'FORBIDDEN')
    return {
      code,
      detail: detail.startsWith(RIGHT_MISSING)
        ? `${detail}. The permission ${permission} is missing.`
        : detail,
    };
  if (code === 'UNAVAILABLE' || cursor !== undefined) return outage(detail);
  throw new Error(`Graph refuses the question for ${what}.`, { cause: error });
};
