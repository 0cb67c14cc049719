import * as z from 'zod';

/** Read by the role that chooses recipients and by the one that signs them in: both must think alike. */
export const SIGN_IN_GUESTS = z
  .enum(['refuse', 'allow'])
  .default('refuse')
  .describe(
    'Whether guests of the tenant may get and open links. To allow it takes exactly one tenant in TENANTS; `renew` and `link` must say the same.',
  );
