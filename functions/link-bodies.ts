import * as z from 'zod';

const proof = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
/** 16 bytes that the tab made for itself. */
const idem = z.string().regex(/^[A-Za-z0-9_-]{22}$/);

/** What the link page sends. */
export const opening = z.object({ proof });
export const confirming = z.object({ proof, code: z.string().regex(/^[2-9A-HJ-NP-Z]{8}$/) });
/** Somewhat more than the largest file that is read, so that one that is too large is told so. */
const LONGEST = 110_000;

export const handing = z.object({ proof, idem, file: z.base64url().max(LONGEST) });
export const claiming = z.object({ proof, idem });
export const reporting = z.object({
  kind: z.enum(['exposed', 'lost', 'misconfigured', 'unsure', 'not-me']),
});
