import * as z from 'zod';

const id = (prefix: string) => z.string().regex(new RegExp(`^${prefix}-[a-z2-7]{26}$`));

export const credentialId = id('cr').meta({
  description: 'A credential, as events and the inventory name it.',
});
export const subjectId = id('sb').meta({
  description: 'What holds credentials: an application, a vault item.',
});
export const silenceId = id('sl').meta({ description: 'A snooze, an accepted risk or an exception.' });
export const overrideId = id('ov').meta({ description: 'Somebody’s word about who answers for something.' });
export const tenantId = z.guid().meta({ description: 'A tenant, by its directory id.' });
export const instant = z.iso.datetime().meta({ description: 'A date and time in UTC.' });
export const source = z
  .enum([
    'entra-applications',
    'entra-service-principals',
    'federated-domains',
    'key-vault',
    'federation-metadata',
    'openid-providers',
    'tls-endpoints',
    'devices',
    'declared',
  ])
  .meta({ description: 'Where credentials are seen.' });

/** Tenant and object id: who, without a name or an address. */
export const personRef = z.object({ tenantId, objectId: z.guid() });

export const nothing = z.object({});
