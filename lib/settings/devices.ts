import * as z from 'zod';
import { days } from '../domain/time.ts';
import { packageFile } from './package-file.ts';
import { duration, https } from './types.ts';

const inventory = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,30}$/, 'must be 1 to 31 of a-z, 0-9 and -')
      .describe('What people call it, for good: it is a part of ids.'),
    format: z.enum(['jamf', 'okta']).describe('Whose columns it has.'),
    file: packageFile.optional().describe('A file of the package with the export.'),
    url: https.optional().describe('A blob with the export, which is read with our identity at every scan.'),
    leaveOut: z
      .array(z.string().min(1).max(100))
      .default([])
      .describe('Further columns of the export, which are not looked at.'),
  })
  .refine(({ file, url }) => (file === undefined) !== (url === undefined), {
    error: 'must have either file or url',
  });

/** What is watched of the management of devices of a tenant. */
export const devicesSetting = z.strictObject({
  intune: z
    .enum(['off', 'stable', 'beta'])
    .default('stable')
    .describe(
      '`stable`: the Apple push certificate and the tokens for apps. `beta`: also enrolment tokens, connectors and certificate profiles, which Graph shows in a form that may change.',
    ),
  issued: z
    .boolean()
    .default(false)
    .describe('Whether the certificates of single devices are read; only with `beta`.'),
  renewBefore: duration
    .default(days(120))
    .describe(
      'So long before the end devices are to begin with the renewal; a profile that lets them begin later is a finding. Default: `P120D`.',
    ),
  inventories: z
    .array(inventory)
    .default([])
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, {
      error: 'each name may stand there once',
    })
    .describe('Exports of other managements of devices.'),
});
