import type { SubjectId, TenantId } from '../domain/ids.ts';
import { type Digest, type EventId, eventId, wakeId, type RenewalId, type ScanId } from '../domain/ids.ts';
import type { Step } from '../domain/renewal-step.ts';
import { type Instant, toIso } from '../domain/time.ts';
import { type DataOf, type EventType, type PublishedEvent, topicOf } from '../events/catalogue.ts';
import { propertiesOf } from '../events/properties.ts';
import type { OutgoingMessage } from '../ports/publisher.ts';

interface EventOf<Type extends EventType> {
  readonly type: Type;
  readonly tenant: TenantId;
  /** The aggregate that it is about. */
  readonly about: string;
  /** The transition within that aggregate: the same transition makes the same event id. */
  readonly transition: string;
  readonly at: Instant;
  readonly data: DataOf<Type>;
}

/** A published fact, ready for the outbox. */
export const eventMessage = <Type extends EventType>(digest: Digest, e: EventOf<Type>): OutgoingMessage => {
  const id = eventId(digest, e.type, e.about, e.transition);
  const event = {
    specversion: '1.0',
    id,
    source: `/tenants/${e.tenant}`,
    type: e.type,
    subject: e.about,
    time: toIso(e.at),
    datacontenttype: 'application/json',
    data: e.data,
  } as PublishedEvent;
  return {
    destination: topicOf(e.type),
    id,
    body: JSON.stringify(event),
    contentType: 'application/cloudevents+json',
    subject: e.about,
    sessionId: undefined,
    properties: propertiesOf(event),
    audited: true,
  };
};

/**
 * Wakes one step of one renewal. `occasion` tells one wake-up from the next: the broker drops a second message of the
 * same id for seven days, and a wake-up that was lost must not silence the ones after it.
 */
export const wakeMessage = (
  digest: Digest,
  step: Step,
  renewalId: RenewalId,
  session: SubjectId | RenewalId,
  occasion: string,
): OutgoingMessage =>
  internal('renewal-work', wakeId(digest, step, renewalId, occasion), session, { step, renewalId }, { step });

/** Wakes one scan. Scans of one source of one tenant follow one another, never side by side; slices of one do. */
export const scanMessage = (
  digest: Digest,
  scan: {
    readonly tenant: TenantId;
    readonly source: string;
    readonly id: ScanId;
    readonly slice?: number | undefined;
  },
  occasion: string,
): OutgoingMessage =>
  internal(
    'scan-requests',
    wakeId(digest, 'scan', scan.id, occasion),
    [scan.tenant, scan.source, ...(scan.slice === undefined ? [] : [scan.slice])].join('~'),
    { tenant: scan.tenant, scanId: scan.id },
    {},
  );

const internal = (
  destination: string,
  id: EventId,
  sessionId: string,
  body: Readonly<Record<string, string>>,
  properties: Readonly<Record<string, string>>,
): OutgoingMessage => ({
  destination,
  id,
  body: JSON.stringify(body),
  contentType: 'application/json',
  subject: sessionId,
  sessionId,
  properties,
  audited: false,
});
