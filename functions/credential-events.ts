import * as z from 'zod';
import { type CredentialId, readId, type SubjectId, tenantId } from '../lib/domain/ids.ts';
import { expiredV1 } from '../lib/events/expired.v1.ts';
import { findingV1 } from '../lib/events/finding.v1.ts';
import { findingV2 } from '../lib/events/finding.v2.ts';
import { nearExpiryV1 } from '../lib/events/near-expiry.v1.ts';
import type { SubjectKey } from '../lib/ports/subjects.ts';
import type { Runtime } from './runtime.ts';
import { RetainMessage } from './settling.ts';

const ours = z.discriminatedUnion('type', [nearExpiryV1, expiredV1, findingV1, findingV2]);

/** Takes the ids out of a published event; the consumer reads everything else from the tables again. */
export const onCredentialEvents = (
  runtime: Runtime,
  subscription: 'raise-request' | 'remove-orphan',
  run: (key: SubjectKey, credential: CredentialId) => Promise<void>,
): void => {
  runtime.serviceBusTopic(subscription, {
    connection: 'SERVICE_BUS',
    topicName: 'credential-events',
    subscriptionName: subscription,
    handler: async (message) => {
      const event = ours.safeParse(message);
      if (!event.success) throw new RetainMessage('MALFORMED_EVENT', { cause: event.error });
      const { tenantId: tenant, subjectId, credentialId } = event.data.data;
      const key = { tenant: tenantId(tenant), id: readId<SubjectId>(subjectId) };
      await run(key, readId<CredentialId>(credentialId));
    },
  });
};
