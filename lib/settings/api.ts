import * as z from 'zod';
import { tenantId } from '../domain/ids.ts';
import { reauthentication } from './reauthentication.ts';
import { https, json } from './types.ts';

const peopleTenant = z.strictObject({
  id: z.guid().transform(tenantId).describe('A tenant whose people, and programs, may call.'),
  authority: https.default(new URL('https://login.microsoftonline.com')).describe('The login of its cloud.'),
});

/** Who may call the HTTP APIs of role watch. */
export const api = {
  API_AUDIENCE: z
    .guid()
    .optional()
    .describe(
      'The client id of the registration of the API, which access tokens (version 2.0) are for. Without it nobody can call.',
    ),
  PEOPLE_TENANTS: json(z.array(peopleTenant))
    .default([])
    .describe(
      'The tenants that callers sign in to, as JSON; their administrators assign the app roles Reader, Operator, Approver and Auditor.',
    ),
  APPROVE_REAUTHENTICATION: reauthentication
    .default('session')
    .describe(
      'How recently a person must have signed in to decide a request or approve a silence: `session` (as long as the token lives), `PT5M`, `PT10M`, `PT15M`, `PT30M`, `PT45M`, `PT60M`, `PT2H` to `PT12H`, or `every-time` (within the last two minutes). The shorter of it and the token counts. Tokens then need the claim `auth_time`.',
    ),
};
