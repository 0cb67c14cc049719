import * as z from 'zod';
import { type CredentialPart, itemSchema } from './vault-item.ts';

const THUMBPRINT_BYTES = 20;

/** The line of a list of certificates. Without a thumbprint nothing was issued yet. */
export const certificateSchema = itemSchema.extend({
  x509Thumbprint: z
    .instanceof(Uint8Array)
    .refine((bytes) => bytes.length === THUMBPRINT_BYTES)
    .optional(),
});

export type Certificate = z.infer<typeof certificateSchema>;

/**
 * The thumbprint stands for the version of a certificate: it is in the list, is never another's, and needs no request per
 * certificate. Undefined where nothing was issued yet.
 */
export const certificatePart = ({ x509Thumbprint }: Certificate): CredentialPart | undefined => {
  if (x509Thumbprint === undefined) return undefined;
  const thumbprint = Buffer.from(x509Thumbprint).toString('hex').toUpperCase();
  return { keyId: thumbprint, thumbprint };
};
