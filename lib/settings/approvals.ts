import * as z from 'zod';
import { type ApprovalRule, type ApprovalStage, ONE_APPROVAL } from '../domain/approval-stages.ts';
import { tenantId } from '../domain/ids.ts';
import { objectId, type PersonKey } from '../domain/person.ts';
import { duration, json } from './types.ts';

const person = z
  .strictObject({
    tenant: z.guid().describe('The tenant of the person.'),
    objectId: z.guid().describe('The object id of the person there.'),
  })
  .transform((said): PersonKey => ({ tenant: tenantId(said.tenant), objectId: objectId(said.objectId) }));

const keysOf = (people: readonly PersonKey[]): ReadonlySet<string> =>
  new Set(people.map(({ tenant, objectId: id }) => `${tenant}/${id}`));

const stage = z
  .strictObject({
    name: z.string().min(1).max(60).describe('What people call the stage.'),
    quorum: z.int().min(1).max(5).default(1).describe('How many different people have to say yes.'),
    approvers: z
      .array(person)
      .default([])
      .describe('Who may. Nobody named: whoever the service desk or the app role Approver lets.'),
    alternates: z.array(person).default([]).describe('Who may as well, after `alternatesAfter`.'),
    alternatesAfter: duration.optional().describe('How long the stage waits for its approvers alone.'),
  })
  .refine(({ approvers, quorum }) => approvers.length === 0 || keysOf(approvers).size >= quorum, {
    error: 'names fewer approvers than its quorum: it could never be passed without alternates',
    path: ['approvers'],
  })
  .refine(
    ({ alternates, alternatesAfter }) => (alternates.length === 0) === (alternatesAfter === undefined),
    {
      error: 'has `alternates` or `alternatesAfter` without the other',
      path: ['alternates'],
    },
  )
  .transform((said): ApprovalStage => ({ ...said, alternatesAfter: said.alternatesAfter }));

/** What an approval takes. */
export const APPROVAL = json(
  z
    .strictObject({
      stages: z
        .array(stage)
        .min(1, 'needs a stage: without one nobody would ever approve')
        .max(3, 'has at most three stages')
        .describe('One to three stages, one after the other. Each takes people of its own.'),
      timeout: duration.optional().describe('After this long without an approval the request is denied.'),
      mails: z
        .boolean()
        .default(false)
        .describe(
          'Whether named approvers and the recipient are mailed when a decision is needed and when it is made, besides what the service desk sends.',
        ),
    })
    .transform(({ stages, timeout, mails }): ApprovalRule => ({
      stages: stages as [ApprovalStage, ...ApprovalStage[]],
      timeout,
      mails,
    })),
)
  .default(ONE_APPROVAL)
  .describe(
    'What an approval takes, as JSON: stages with a quorum, approvers and alternates, and a time-out. Default: one approval of anyone whom the service desk or the app role Approver lets.',
  );
