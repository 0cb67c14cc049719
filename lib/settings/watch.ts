import * as z from 'zod';
import { tenantId } from '../domain/ids.ts';
import { api } from './api.ts';
import { json } from './types.ts';
import { common, schedule } from './common.ts';
import { mail } from './mail.ts';

const source = z.enum(['entra-applications', 'key-vault']);

export const watch = {
  ...common,
  ...mail,
  ...api,
  MODE: z
    .enum(['observe', 'act'])
    .default('observe')
    .describe('A ceiling over all that is armed: `observe` announces nothing.'),
  ARM: json(
    z.array(
      z.strictObject({
        tenant: z.guid().transform(tenantId).describe('A tenant of TENANTS.'),
        source: source.describe('Which of its sources speaks.'),
      }),
    ),
  )
    .default([])
    .describe('Sources to arm once their baseline is known, as JSON.'),
  STORM_CAP: z.coerce
    .number()
    .int()
    .positive()
    .default(50)
    .describe('How many statements one run of the judge may make; the rest stays due.'),
  SCAN_SCHEDULE: schedule.describe('When every source of every tenant is scanned.'),
  JUDGE_SCHEDULE: schedule.describe('When what is due is judged and announced.'),
};
