import * as z from 'zod';
import type { Action, Rung, StageRule } from '../domain/policy.ts';
import { hours } from '../domain/time.ts';
import { duration } from './types.ts';

const RUNGS = ['second-owner', 'manager', 'security-contact'] as const satisfies readonly Rung[];

const action = z.union(
  [
    z.enum(['notify-owner', 'raise-request', 'self-service', 'incident']),
    z
      .strictObject({
        remind: duration.describe('How often the owner is mailed again until it is renewed, such as `P7D`.'),
      })
      .transform(({ remind }): Action => ({ kind: 'remind', every: remind })),
    z
      .strictObject({
        escalate: z
          .array(z.enum(RUNGS))
          .min(1, 'names nobody: leave it out, or say who is told')
          .describe('Who is told besides: further owners, the manager of an owner, the security contact.'),
      })
      .transform(({ escalate }): Action => ({ kind: 'escalate', to: escalate })),
  ],
  {
    error: 'must be notify-owner, raise-request, self-service, incident, {"remind": …} or {"escalate": […]}',
  },
);

const isTooOften = (one: Action): boolean =>
  typeof one !== 'string' && one.kind === 'remind' && one.every < hours(1);

const kindOf = (one: Action): string => (typeof one === 'string' ? one : one.kind);

const actions = z
  .array(
    action.refine((one) => !isTooOften(one), {
      error: 'reminds more often than once an hour, and nobody reads that: must be at least PT1H',
    }),
  )
  .refine((all) => new Set(all.map(kindOf)).size === all.length, {
    error: 'says the same twice: keep one of them',
  })
  .refine((all) => !all.includes('self-service') || !all.includes('raise-request'), {
    error: 'self-service comes before the request: let raise-request follow at a later stage',
  })
  .refine((all) => !all.includes('self-service') || all.includes('notify-owner'), {
    error: 'self-service is said in the mail to the owner: add notify-owner',
  })
  .describe(
    'What is done: the owner gets a mail, a request is opened at the service desk, the owner is reminded, others are told.',
  );

const beforeExpiry = actions.refine((all) => !all.includes('incident'), {
  error: 'incident is for what has expired: move it to onExpired',
});

const OURS = ['expired', 'active', 'not-yet-effective'];

const stage = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be a name such as near-expiry')
      .describe('What the stage is called, in events too.'),
    before: duration
      .optional()
      .describe('How long before the end the stage begins, as an ISO 8601 duration such as `P30D`.'),
    percentOfLifetime: z
      .number()
      .min(1)
      .max(99)
      .optional()
      .describe(
        'Which percentage of the lifetime is left when the stage begins. With `before`, the later of both counts.',
      ),
    actions: beforeExpiry,
  })
  .refine((s) => s.before !== undefined || s.percentOfLifetime !== undefined, {
    error: 'needs `before`, `percentOfLifetime` or both',
  })
  .refine((s) => !OURS.includes(s.name), {
    error: 'expired, active and not-yet-effective are not for a policy to define',
    path: ['name'],
  });

type WrittenStage = z.infer<typeof stage>;

/**
 * Stages are met in their order, so each begins later than the one before it. Where two can't be compared (one has only a
 * length of time, the other only a share of the lifetime) the order is the author's.
 */
const orderFault = (earlier: WrittenStage, later: WrittenStage, place: number): string | undefined => {
  const time = compared(earlier.before, later.before);
  const share = compared(earlier.percentOfLifetime, later.percentOfLifetime);
  if (time === 'earlier' || share === 'earlier')
    return `begins before stage ${place}: put the stage that is farthest from expiry first`;
  return time === 'same' || (time === 'unlike' && share === 'same')
    ? `begins when stage ${place} does, to which nothing would come: give it another time, or remove one`
    : undefined;
};

/** When the second limit makes its stage begin, beside the first: the larger it is, the earlier. */
const compared = (first: number | undefined, second: number | undefined) => {
  if (first === undefined || second === undefined) return 'unlike';
  if (first === second) return 'same';
  return second > first ? 'earlier' : 'later';
};

const stages = z
  .array(stage)
  .min(1, 'must have at least one stage: nothing would be said before it has expired')
  .superRefine((all, context) => {
    all.forEach((later, index) => {
      const earlier = all[index - 1];
      const order = earlier === undefined ? undefined : orderFault(earlier, later, index - 1);
      const isTaken = all.findIndex(({ name }) => name === later.name) < index;
      if (isTaken)
        context.addIssue({
          code: 'custom',
          path: [index, 'name'],
          message: 'is the name of an earlier stage too: each needs its own',
        });
      else if (order !== undefined) context.addIssue({ code: 'custom', path: [index], message: order });
    });
  })
  .transform((all) =>
    all.map(({ name, before, percentOfLifetime, actions: a }): StageRule => ({
      name,
      limit: { before, percentOfLifetime },
      actions: a,
    })),
  );

export const stagePolicyShape = {
  stages: stages.describe(
    'Stages in the order in which a credential meets them, the farthest from its end first.',
  ),
  onExpired: actions.describe('What is done once it has expired.'),
  longestLifetime: duration
    .optional()
    .describe('What lives longer is a finding; absent: nothing lives too long.'),
  assignmentGroup: z
    .string()
    .min(1)
    .max(80)
    .optional()
    .describe(
      'The group at the service desk, by its name there, that works on requests and incidents; absent: the desk decides.',
    ),
  retire: z
    .enum(['proven', 'on-date'])
    .optional()
    .describe(
      'How an old one goes on its date: `proven` (the default), unless it is known to be in use, which is asked first; `on-date`, as it was announced.',
    ),
};
