import * as z from 'zod';

const ADDRESS = z.union([z.email(), z.url({ protocol: /^https$/ })]);

/** Whom recipients of links are told to turn to, in the mail and on the page. */
export const team = {
  TEAM_NAME: z
    .string()
    .min(1)
    .max(80)
    .default('the identity team')
    .describe('What recipients are told to call those who can help.'),
  TEAM_ADDRESS: z
    .string()
    .refine((text) => ADDRESS.safeParse(text).success, {
      error: 'must be a mail address or an https address',
    })
    .describe('Where recipients of links reach the team: a mail address, or the https address of a page.'),
};
