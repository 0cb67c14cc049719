import * as z from 'zod';

const id = (prefix: string) => z.string().regex(new RegExp(`^${prefix}-[a-z2-7]{26}$`));

/** A date and time in UTC. */
export const instant = z.iso.datetime();
/** How much it matters: closeness to the end, less if the end is advisory or a newer credential may serve instead. */
export const severity = z.enum(['low', 'medium', 'high', 'critical']);

/** What every event of a tenant carries, for filters. */
export const aboutTenant = {
  /** The tenant, by its directory id. */
  tenantId: z.guid(),
  /** DEVL, NLE, LIVE, or what the organisation says. */
  environment: z.string(),
};

/** Names come from directories: treat them as hostile text wherever they are shown. */
export const aboutCredential = {
  ...aboutTenant,
  /** Which credential: one subject, kind and key, for as long as it exists. */
  credentialId: id('cr'),
  /** What holds the credential: an application or a Key Vault item. */
  subjectId: id('sb'),
  /** Where it was seen. */
  credentialSource: z.string().meta({ examples: ['entra-applications', 'key-vault'] }),
  /** What kind of credential it is. */
  credentialKind: z
    .string()
    .meta({ examples: ['client-secret', 'client-certificate', 'key-vault-certificate'] }),
  /** What the directory or vault calls the subject. Show it as hostile text. */
  subjectName: z.string(),
  /** The application (client) id, where the subject is an application. */
  applicationId: z.string().optional(),
  /** The team that the directory names as responsible (the serviceManagementReference). Show it as hostile text. */
  ownerTeam: z.string().optional(),
};

/** `sequence` counts the transitions of one renewal, since topics do not keep order. */
export const aboutRenewal = {
  ...aboutCredential,
  /** Which renewal: one credential and one expiry. */
  renewalId: id('rn'),
  /** Counts the transitions of one renewal upwards, with gaps: topics do not keep order. */
  sequence: z.int().nonnegative(),
  /** The number of the request at the service desk, once there is one. */
  ticket: z.string().optional(),
};

/** Tenant and object id: who, without a name or an address. */
export const personRef = z.object({
  /** The tenant, by its directory id. */
  tenantId: z.guid(),
  /** The person in that tenant, by object id. */
  objectId: z.guid(),
});
