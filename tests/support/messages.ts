import { randomBytes } from 'node:crypto';
import { type EventId, eventId } from '../../lib/domain/ids.ts';
import type { OutgoingMessage } from '../../lib/ports/publisher.ts';

const anEventId = (): EventId => eventId(() => randomBytes(32), 'test', 'a message', 'is made');

/** A message that no other is; with text in it that breaks what joins texts together. */
export const aMessage = (given: Partial<OutgoingMessage> = {}): OutgoingMessage => ({
  destination: 'credential-events',
  id: anEventId(),
  body: JSON.stringify({ name: 'Payroll\r\n--changesetresponse_{"odata.error":1} ☃ 😀 o\'brien' }),
  contentType: 'application/cloudevents+json',
  subject: 'cr-test',
  sessionId: undefined,
  properties: { eventType: 'expiry-monitor.test.v1', daysRemaining: 29, urgent: true },
  audited: true,
  ...given,
});

/** For an outbox of which every row can be read. */
export const unreadable = (row: string): never => {
  throw new Error(`The row ${row} can't be read.`);
};
