import * as z from 'zod';
import { declaredId, declaredItemShape, endsAfterStart, ENDS_AFTER_START } from './declared-item.ts';
import { operation } from './operation.ts';
import { instant, nothing, personRef, tenantId } from './parts.ts';

const declared = z.object({
  id: z.string().meta({ description: 'What its writers call it.' }),
  tenant: tenantId,
  origin: z.string().meta({
    description: 'Where it is declared: `api`, or the setting that it stands in.',
    examples: ['api', 'DECLARED', 'OWN_CREDENTIALS'],
  }),
  revision: z
    .int()
    .meta({ description: 'Which revision this is: to be named by who changes or removes it.' }),
  ...declaredItemShape,
  changedAt: instant.optional().meta({ description: 'When it was last changed over the API.' }),
  changedBy: personRef.optional().meta({ description: 'Who changed it last over the API.' }),
});
export type DeclaredAnswer = z.infer<typeof declared>;

const role = (name: 'Reader' | 'Operator') => ({ kind: 'role', role: name }) as const;
const params = z.object({ id: declaredId });
const tenant = tenantId
  .optional()
  .meta({ description: 'The tenant that it belongs to. Absent: the first one of the setting TENANTS.' });
const one = z.object({ item: declared });

/** What is declared. */
export const listDeclaredItemsOperation = operation({
  name: 'list-declared-items',
  method: 'GET',
  route: 'api/declared-items',
  guard: role('Reader'),
  summary: 'All that is declared, over the API and in lists, and what is wrong with these lists.',
  params: nothing,
  query: nothing,
  body: undefined,
  answer: z.object({
    items: z.array(declared),
    faults: z.array(
      z.object({
        what: z.string().meta({ description: 'Which list, and where in it.' }),
        reason: z.string().meta({ description: 'What is wrong there, and what to do.' }),
      }),
    ),
  }),
  success: { 200: 'The items and the faults.' },
  problems: [],
});

/** Adds or changes an item. */
export const putDeclaredItemOperation = operation({
  name: 'put-declared-item',
  method: 'PUT',
  route: 'api/declared-items/{id}',
  guard: role('Operator'),
  summary: 'Declares what no API shows, or says anew what was declared.',
  description:
    'Whoever changes an item names the revision that they have seen; if someone else was first, that is a conflict, and nothing is changed. An item that stands in a list is changed there. A value is never sent: fields that are not known are refused.',
  params,
  query: nothing,
  body: z
    .strictObject({
      tenant,
      revision: z
        .int()
        .positive()
        .optional()
        .meta({ description: 'The revision that is changed. Absent: the item is new.' }),
      ...declaredItemShape,
    })
    .refine(endsAfterStart, ENDS_AFTER_START),
  answer: one,
  success: { 201: 'It is there now.', 200: 'It is changed.' },
  problems: ['not-found', 'conflict'],
});

/** Takes an item out. */
export const removeDeclaredItemOperation = operation({
  name: 'remove-declared-item',
  method: 'DELETE',
  route: 'api/declared-items/{id}',
  guard: role('Operator'),
  summary: 'Takes out what was declared over the API: it is said to be removed.',
  params,
  query: z.object({
    tenant,
    revision: z
      .string()
      .regex(/^[1-9]\d{0,8}$/, 'must be the revision that you have seen')
      .meta({ description: 'The revision that is removed.' }),
  }),
  body: undefined,
  answer: one,
  success: { 200: 'It is removed. This is the revision of the removal.' },
  problems: ['not-found', 'conflict'],
});
