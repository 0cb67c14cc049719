import * as z from 'zod';
import { readId } from '../../domain/ids.ts';
import type { OutgoingMessage } from '../../ports/publisher.ts';
import { fromColumns, toColumns } from './chunked-text.ts';
import { rowFault } from './row-fault.ts';
import { maybe, oneOf, whole } from './schema.ts';
import type { FoundRow, Row } from './table.ts';

/** Outbox rows lie between these keys: no id begins with a tilde, nor holds a character after it. */
export const OUTBOX_FROM = 'out~';
export const OUTBOX_TO = 'out~~';

const message: z.ZodType<OutgoingMessage> = whole({
  destination: z.string(),
  id: z.string().transform(readId<OutgoingMessage['id']>),
  body: z.string(),
  contentType: oneOf<OutgoingMessage['contentType']>({
    'application/cloudevents+json': true,
    'application/json': true,
  }),
  subject: z.string(),
  sessionId: maybe(z.string()),
  properties: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  audited: z.boolean(),
});

/** The row that keeps a message until it is sent. The same id is the same message, so it may be written twice. */
export const outboxRow = (partitionKey: string, outgoing: OutgoingMessage): Row => ({
  partitionKey,
  rowKey: `${OUTBOX_FROM}${outgoing.id}`,
  columns: toColumns('message', JSON.stringify(outgoing)),
});

export const readOutboxRow = (table: string, row: FoundRow): OutgoingMessage => {
  const parsed = message.safeParse(json(fromColumns('message', row.columns)));
  if (!parsed.success) throw rowFault(table, row, 'it is no message.', parsed.error);
  return parsed.data;
};

const json = (text: string | undefined): unknown => {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
};
