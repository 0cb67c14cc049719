import * as z from 'zod';

const id = (prefix: string) => z.string().regex(new RegExp(`^${prefix}-[a-z2-7]{26}$`));

export const instant = z.iso.datetime();
export const severity = z.enum(['low', 'medium', 'high', 'critical']);

/** What every event of a tenant carries, for filters. */
export const aboutTenant = {
  tenantId: z.guid(),
  /** DEVL, NLE, LIVE, or what the organisation says. */
  environment: z.string(),
};

/** Names come from directories: treat them as hostile text wherever they are shown. */
export const aboutCredential = {
  ...aboutTenant,
  credentialId: id('cr'),
  subjectId: id('sb'),
  credentialSource: z.string().meta({ examples: ['entra-applications', 'key-vault'] }),
  credentialKind: z
    .string()
    .meta({ examples: ['client-secret', 'client-certificate', 'key-vault-certificate'] }),
  subjectName: z.string(),
  applicationId: z.string().optional(),
  ownerTeam: z.string().optional(),
};

/** `sequence` counts the transitions of one renewal, since topics do not keep order. */
export const aboutRenewal = {
  ...aboutCredential,
  renewalId: id('rn'),
  sequence: z.int().nonnegative(),
  ticket: z.string().optional(),
};

/** Tenant and object id: who, without a name or an address. */
export const personRef = z.object({ tenantId: z.guid(), objectId: z.guid() });
