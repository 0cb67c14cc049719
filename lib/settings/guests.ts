import * as z from 'zod';

/** Read by the roles that look for owners and by the one that signs them in: all must think alike. */
export const SIGN_IN_GUESTS = z
  .enum(['refuse', 'allow'])
  .default('refuse')
  .describe(
    'Whether guests of the tenant count as owners, and may get and open links. To allow it takes exactly one tenant in TENANTS; `watch`, `renew` and `link` must say the same.',
  );
