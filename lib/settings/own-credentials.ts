import * as z from 'zod';
import { credentialKind, declaredItemShape, endsAfterStart, ENDS_AFTER_START } from '../api/declared-item.ts';

const { starts, expires, owner } = declaredItemShape;

const own = z
  .strictObject({
    expires: expires.describe('When it ends: a date, `never` or `unknown`.'),
    starts: starts.describe('From when on it holds.'),
    kind: credentialKind.optional().describe('What it is. Absent: a client secret.'),
    owner: owner.describe('Who answers for it. Absent: the mailbox of the team.'),
  })
  .refine(endsAfterStart, ENDS_AFTER_START);

/**
 * Each by the name of the setting that holds it, or by any name that people gave it: a certificate that a tenant is signed in
 * to with, a key of a webhook.
 */
export const ownCredentials = z.record(
  z.string().regex(/^[A-Z][A-Z0-9_]{0,61}$/, 'must be named in capitals, as settings are'),
  z.union(
    [
      z
        .string()
        .transform((text) => ({ expires: text }))
        .pipe(own),
      own,
    ],
    {
      error:
        'must be the date on which it ends, such as 2027-03-01, or never, unknown, or an object with expires',
    },
  ),
);
export type OwnCredentials = z.output<typeof ownCredentials>;
