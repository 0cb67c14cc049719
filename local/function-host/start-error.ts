import { inspect } from 'node:util';

/** Why the host can't start, in one line for a person. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

/** The message of anything that was thrown, whatever it is. */
export const messageOf = (thrown: unknown): string => {
  if (thrown instanceof AggregateError && thrown.errors.length > 0) return messageOf(thrown.errors.at(-1));
  if (thrown instanceof Error) return thrown.message === '' ? thrown.name : thrown.message;
  return typeof thrown === 'string' ? thrown : inspect(thrown);
};
