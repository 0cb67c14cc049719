import * as z from 'zod';

/** Read by the role that mails codes and by the one whose page offers them: both must say the same. */
export const MAIL_CODE_DOMAINS = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((domain) => domain.trim().toLowerCase())
      .filter((domain) => domain !== ''),
  )
  .refine((domains) => domains.every((domain) => /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(domain)), {
    error: 'must be domains with commas between, such as partner.example, supplier.example',
  })
  .describe(
    'Mail domains of guests in the directory who have no account to sign in with: they open links by a code that is mailed to them, which is weaker than a sign-in. Absent: nobody does. `renew` and `link` must say the same.',
  );
