import * as z from 'zod';
import { https, json } from './types.ts';

/** In which vaults new versions are made; none, if not said. */
export const VERSION_VAULTS = json(
  z.array(
    https.refine((url) => url.pathname === '/' && url.search === '' && url.hash === '', {
      error: 'must be the address of a vault alone, such as https://kv-payments.vault.azure.net',
    }),
  ),
)
  .default([])
  .describe(
    'The Key Vaults in which an approved renewal makes the next version of a certificate, key or secret, as JSON: a list of addresses. Elsewhere people make it.',
  );
