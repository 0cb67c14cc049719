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

/** Tenant and object id: who, without a name or an address. */
export const personRef = z.object({
  /** The tenant, by its directory id. */
  tenantId: z.guid(),
  /** The person in that tenant, by object id. */
  objectId: z.guid(),
});

/**
 * Which statement about a credential this is, since topics do not keep order. Absent from what others than the judge say,
 * and from events of before there was such a count.
 */
export const credentialSequence = {
  /** Counts what is said about one credential upwards, with gaps: a higher one was said later. */
  sequence: z.int().positive().optional(),
};

/** Where a person goes on from, whichever stage it is. */
export const aboutExpiry = {
  ...credentialSequence,
  /** Upper-case hex SHA-1 of a certificate. */
  thumbprint: z.string().optional(),
  /** The first characters of a client secret, as the directory shows them to everyone who may see the application. */
  hint: z.string().optional(),
  /** When it began to hold. */
  startsAt: instant.optional(),
  /** What the policy wants done at this stage. */
  actions: z
    .array(z.string().meta({ examples: ['notify-owner', 'raise-request', 'incident', 'remind', 'escalate'] }))
    .optional(),
  /** Who answers for it, as far as it was known when this was said; absent when the directory could not be asked in time. */
  owners: z
    .array(
      z.object({
        /** Why this one: `application-owner`, `team-mailbox`. */
        reason: z.string().meta({ examples: ['application-owner', 'owner-tag', 'team-mailbox'] }),
        /** The person, unless it is a mailbox. */
        person: personRef.optional(),
      }),
    )
    .optional(),
  /** When the directory was asked for the owners. */
  ownersAskedAt: instant.optional(),
  /** Who uses the credential and what each of them accepts in its place. Show it as hostile text. */
  dependents: z
    .array(
      z.object({
        /** What it is called. */
        name: z.string(),
        /** What it accepts; none, if nobody says. */
        accepts: z.array(z.string().meta({ examples: ['secret', 'certificate', 'federated-credential'] })),
      }),
    )
    .optional(),
  /** What the policy would rather see than a credential of the same kind again. */
  advice: z
    .object({
      /** Kinds that every known dependent accepts, the best first; none, if it has to stay what it is. */
      prefer: z.array(
        z.string().meta({ examples: ['certificate', 'federated-credential', 'saml-with-scim'] }),
      ),
      /** Why, as the policy says it. */
      reason: z.string(),
      /** Preferred kinds that some dependent does not accept. */
      heldBack: z.array(
        z.object({
          /** The kind that is not accepted. */
          kind: z.string(),
          /** Which dependents do not accept it. Show it as hostile text. */
          by: z.array(z.string()),
        }),
      ),
      /** Whether anyone said who depends on it; if not, they are to be asked first. */
      dependentsKnown: z.boolean(),
      /** Who depends on it as a directory or the inventory knows, and was not asked what it accepts. Hostile text. */
      toAsk: z.array(z.string()).optional(),
      /** When to look at it again. */
      reviewAt: instant,
    })
    .optional(),
  /** The page of the portal of that cloud where the credential is managed. */
  portalLink: z.url().optional(),
  /** The renewal that this expiry has or will have: one credential and one expiry. */
  renewalId: id('rn').optional(),
  /** What the request at the service desk bears; the same in everything about this credential and this expiry. */
  correlationId: z.string().optional(),
};

/** A credential that makes way, and the one that comes in its place. */
export const aboutSuccession = {
  ...aboutCredential,
  ...credentialSequence,
  /** What the source calls the credential that makes way. */
  keyId: z.string(),
  /** When the credential that makes way ends or ended; absent if it never does. */
  expiresAt: instant.optional(),
  /** The new credential. */
  newCredentialId: id('cr'),
  /** What the source calls the new credential. */
  newKeyId: z.string(),
  /** When the new credential ends; absent if it never does. */
  newExpiresAt: instant.optional(),
};

/** A silence that someone asked for, and what it is about. Its reason is for the people who decide, and is in no event. */
export const aboutSilence = {
  ...aboutCredential,
  ...credentialSequence,
  /** Which silence. */
  silenceId: id('sl'),
  /** What it is: a delay, a risk that someone bears, or leave to keep what the policy does not prefer. */
  silenceKind: z.enum(['snooze', 'accepted-risk', 'exception']),
  /** From when it holds. */
  startsAt: instant,
  /** Until when it holds. */
  until: instant,
  /** Who asked for it. */
  author: personRef,
  /** Who approved it, where one had to. */
  approver: personRef.optional(),
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
