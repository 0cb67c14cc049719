import * as z from 'zod';

/**
 * What we read of an ID token. `auth_time` and `acct` are optional claims, which the application registration has to ask
 * for; a mail address or a user name is never looked at, since others can come to have it.
 */
export const idClaims = z.object({
  iss: z.string(),
  tid: z.guid(),
  oid: z.guid(),
  name: z.string().max(256).default(''),
  auth_time: z.int().positive().optional(),
  /** 0 for members, 1 for guests. */
  acct: z.union([z.int(), z.string().regex(/^\d$/).transform(Number)]).optional(),
  /** The authority of a person who is not of the tenant that signed. */
  idp: z.string().optional(),
});
