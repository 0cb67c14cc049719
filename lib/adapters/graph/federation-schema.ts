import * as z from 'zod';

/** A domain, as far as it says how its people sign in. */
export const domainSchema = z.object({
  id: z.string().min(1).max(253).toLowerCase(),
  authenticationType: z.string().nullish(),
  isVerified: z.boolean().nullish(),
});

/** How a domain, or the domains of a partner, trust an identity provider. */
export const federationSchema = z.object({
  id: z.string().min(1).max(100),
  displayName: z.string().nullish(),
  issuerUri: z.string().nullish(),
  /** Base64 of the DER. */
  signingCertificate: z.string().nullish(),
  nextSigningCertificate: z.string().nullish(),
  signingCertificateUpdateStatus: z
    .object({ certificateUpdateResult: z.string().nullish(), lastRunDateTime: z.string().nullish() })
    .nullish(),
  domains: z.array(z.object({ id: z.string() })).nullish(),
});
export type Federation = z.infer<typeof federationSchema>;
