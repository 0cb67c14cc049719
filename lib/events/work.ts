import * as z from 'zod';

/** Wakes one step of one renewal. Ids only: whoever is woken reads the state and decides from that. */
export const renewalWork = z.object({
  step: z.enum([
    'open-request',
    'record-approval',
    'issue-credential',
    'place-certificate',
    'roll-over',
    'renew-version',
    'follow-link',
    'retire-credential',
    'close-request',
    'call-off',
    'tend-request',
  ]),
  renewalId: z.string().regex(/^rn-[a-z2-7]{26}$/),
});

/** Wakes one scan of one source of one tenant. */
export const scanRequest = z.object({
  tenant: z.guid(),
  scanId: z.string().regex(/^sc-[a-z2-7]{26}$/),
});
