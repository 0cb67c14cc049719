import * as z from 'zod';

/** The part of a policy that says who makes the next version, and when. */
const policySchema = z.object({
  issuerName: z.string().optional(),
  lifetimeActions: z.array(z.object({ action: z.string().optional() })).nullish(),
});

/**
 * Whether the vault renews the certificate by itself. It can where it signs itself or an integrated authority does; with
 * the issuer `Unknown` a person has to, whatever the policy asks for.
 */
export const policyRenews = (policy: unknown): boolean => {
  const read = policySchema.safeParse(policy);
  if (!read.success) return false;
  const { issuerName, lifetimeActions } = read.data;
  const someoneIssues = issuerName !== undefined && issuerName.toLowerCase() !== 'unknown';
  return someoneIssues && (lifetimeActions ?? []).some(({ action }) => action === 'AutoRenew');
};
