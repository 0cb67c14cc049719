import type { DeskFailure } from '../../ports/service-desk.ts';
import { fail, type Result } from '../../domain/result.ts';
import { fetchError } from './servicenow-schema.ts';

/** What can go wrong with one call. */
export type CallFailure = Exclude<DeskFailure, { readonly code: 'DUPLICATE_TICKETS' }>;
export type CallResult<T> = Result<T, CallFailure>;

export const unavailable = (detail: string): Result<never, CallFailure> =>
  fail({ code: 'UNAVAILABLE', detail: plainLine(detail) });
export const rejected = (detail: string): Result<never, CallFailure> =>
  fail({ code: 'REJECTED', detail: plainLine(detail) });

const LONGEST_DETAIL = 240;

/** Foreign text as one short line: it goes into logs and in front of people. */
const plainLine = (text: string): string => {
  const line = text.replace(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  return line.length <= LONGEST_DETAIL ? line : `${line.slice(0, LONGEST_DETAIL - 1)}…`;
};

/** Why a call brought no answer at all: the system's code or the kind of error, never the request. */
export const reasonOf = (error: unknown): string => {
  const parsed = fetchError.safeParse(error);
  return parsed.success ? (parsed.data.cause?.code ?? parsed.data.name) : 'unknown';
};
