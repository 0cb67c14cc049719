import * as z from 'zod';

/** Why a request was not done, by code: what the answer's status and title are. */
export const PROBLEMS = {
  'not-signed-in': { status: 401, title: 'Sign in first' },
  'sign-in-again': { status: 401, title: 'Sign in anew for this' },
  'role-missing': { status: 403, title: 'You lack a role' },
  'not-allowed': { status: 403, title: 'That is for someone else to do' },
  'not-found': { status: 404, title: 'There is no such thing' },
  conflict: { status: 409, title: 'That does not go with how things are' },
  'bad-input': { status: 400, title: 'The request is not right' },
  'not-json': { status: 415, title: 'The body has to be JSON' },
  unavailable: { status: 503, title: 'That can not be answered now' },
} as const satisfies Readonly<Record<string, { readonly status: number; readonly title: string }>>;

export type ProblemCode = keyof typeof PROBLEMS;

/** One thing that is wrong with what was sent. */
export const fault = z.object({
  at: z.string().meta({ description: 'Which part of the request: a path such as `until`.' }),
  message: z.string().meta({ description: 'What is wrong with it, and what to do.' }),
});
export type Fault = z.infer<typeof fault>;

/** RFC 9457. */
export const problem = z.object({
  type: z.string().meta({ description: '`urn:expiry-monitor:problem:` and a code that stays the same.' }),
  title: z.string().meta({ description: 'The kind of problem, in words.' }),
  status: z.int().meta({ description: 'The HTTP status.' }),
  detail: z.string().meta({ description: 'What it was this time, and what to do.' }),
  faults: z.array(fault).optional().meta({
    description: 'All that is wrong with the input, at once; with `conflict`: what stands in the way.',
  }),
});
export type Problem = z.infer<typeof problem>;
