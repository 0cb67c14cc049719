import * as z from 'zod';
import { type CredentialId, readId, type SubjectId, tenantId } from '../lib/domain/ids.ts';
import { expiredV1 } from '../lib/events/expired.v1.ts';
import { findingV1 } from '../lib/events/finding.v1.ts';
import { findingV2 } from '../lib/events/finding.v2.ts';
import { nearExpiryV1 } from '../lib/events/near-expiry.v1.ts';
import { removedV1 } from '../lib/events/removed.v1.ts';
import { renewedV1 } from '../lib/events/renewed.v1.ts';
import { replacedV1 } from '../lib/events/replaced.v1.ts';
import { type Instant, parseInstant } from '../lib/domain/time.ts';
import type { SubjectKey } from '../lib/ports/subjects.ts';
import type { Runtime } from './runtime.ts';
import { RetainMessage } from './settling.ts';

const ours = z.discriminatedUnion('type', [
  nearExpiryV1,
  expiredV1,
  findingV1,
  findingV2,
  renewedV1,
  replacedV1,
  removedV1,
]);

/** Takes the ids out of a published event; the consumer reads everything else from the tables again. */
export const onCredentialEvents = (
  runtime: Runtime,
  subscription: 'raise-request' | 'remove-orphan' | 'hear-of-replacement',
  run: (key: SubjectKey, credential: CredentialId, expiresAt: Instant | undefined) => Promise<void>,
): void => {
  runtime.serviceBusTopic(subscription, {
    connection: 'SERVICE_BUS',
    topicName: 'credential-events',
    subscriptionName: subscription,
    handler: async (message) => {
      const event = ours.safeParse(message);
      if (!event.success) throw new RetainMessage(faultOf(message), { cause: event.error });
      const { tenantId: tenant, subjectId, credentialId, expiresAt } = event.data.data;
      const key = { tenant: tenantId(tenant), id: readId<SubjectId>(subjectId) };
      // Only the id of its renewal is made from it.
      const end = expiresAt === undefined ? undefined : parseInstant(expiresAt);
      await run(key, readId<CredentialId>(credentialId), end);
    },
  });
};

const versioned = z.object({ type: z.string().regex(/^expiry-monitor\.[a-z.-]+\.v\d+$/) });
const known: readonly string[] = ours.options.map(({ shape }) => shape.type.value);

/** A type of ours in a version that we do not know is nobody's mistake but that of an upgrade done in the wrong order. */
const faultOf = (message: unknown): 'UNKNOWN_EVENT_VERSION' | 'MALFORMED_EVENT' => {
  const said = versioned.safeParse(message);
  if (!said.success || known.includes(said.data.type)) return 'MALFORMED_EVENT';
  const stem = (type: string): string => type.replace(/\d+$/, '');
  return known.some((type) => stem(type) === stem(said.data.type))
    ? 'UNKNOWN_EVENT_VERSION'
    : 'MALFORMED_EVENT';
};
