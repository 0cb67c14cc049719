import type * as z from 'zod';

/** Who may call: whoever signs in with an access token and has the role, or anyone. */
export type Guard =
  | { readonly kind: 'role'; readonly role: 'Reader' | 'Operator' | 'Approver' | 'Auditor' }
  | { readonly kind: 'none' };

/** One thing that others can ask over HTTP. The documents are made from it, and the function is registered with it. */
export interface Operation<
  Params extends z.ZodObject = z.ZodObject,
  Query extends z.ZodObject = z.ZodObject,
  Body extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = z.ZodType,
> {
  /** The function's name, which is the operation's id. */
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** As Functions has it; parts in braces are `params`. */
  readonly route: string;
  readonly guard: Guard;
  /** What it does, in one sentence. */
  readonly summary: string;
  /** What there is to know besides. */
  readonly description?: string;
  readonly params: Params;
  readonly query: Query;
  /** In characters, where it is more than most requests need. */
  readonly longestBody?: number;
  /** Undefined: nothing is read of a body. */
  readonly body: Body | undefined;
  readonly answer: Answer;
  /** Every status of success, with what it means. */
  readonly success: Readonly<Record<number, string>>;
  /** Which problems there can be besides those of signing in and of reading the request. */
  readonly problems: readonly (
    'sign-in-again' | 'not-allowed' | 'not-found' | 'conflict' | 'bad-input' | 'unavailable'
  )[];
}

/** Keeps the schemas' own types. */
export const operation = <
  Params extends z.ZodObject,
  Query extends z.ZodObject,
  Body extends z.ZodType,
  Answer extends z.ZodType,
>(
  said: Operation<Params, Query, Body, Answer>,
): Operation<Params, Query, Body, Answer> => said;
