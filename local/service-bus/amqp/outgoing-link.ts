import type { Consumer, Outcome } from '../broker/entry.ts';
import type { Mailbox, Settled } from '../broker/mailbox.ts';
import type { Journal } from '../journal/journal.ts';
import { deliveryBytes } from './delivery-bytes.ts';
import { tagOf, tokenOf } from './lock-token.ts';
import {
  accepted,
  afterFlow,
  type AmqpError,
  type EventContext,
  rejected,
  roomFor,
  type Sender,
  type Typed,
} from './rhea.ts';

/** Settle modes of the protocol: sent as settled means that receiving is deleting. */
const SENT_SETTLED = 1;

interface Parts {
  readonly mailbox: Mailbox;
  readonly journal: Journal;
  readonly session: string | undefined;
}

/** A client receives: messages flow as long as it gives credit. The answer ends the flow. */
export const openOutgoingLink = (link: Sender, { mailbox, journal, session }: Parts): (() => void) => {
  const deletesOnReceive = link.snd_settle_mode === SENT_SETTLED;
  // rhea counts a transfer only when it is flushed; the position counts it as soon as it is handed over.
  let position = 0;
  const credit = () =>
    link.is_open() ? Math.min(link.credit + link.delivery_count - position, roomFor(link.session)) : 0;

  const consumer: Consumer = {
    session,
    deletesOnReceive,
    credit,
    deliver: (entry) => {
      position += 1;
      const tag = entry.lock === undefined ? positionTag(position) : tagOf(entry.lock.token);
      link.send(deliveryBytes(entry), tag, 0);
    },
  };

  // A client that drains wants what is there and its credit back, even if none is left: then it stops waiting.
  link._get_drain = () => {
    if (!link._draining) return false;
    link._draining = false;
    const unused = link.credit + link.delivery_count - position;
    position += unused;
    link.delivery_count += unused;
    link.credit -= unused;
    return true;
  };
  const settle = ({ delivery }: EventContext, outcome: Outcome) => {
    const settled = mailbox.settle(tokenOf(delivery.tag), outcome);
    journal.whenWritten(() => {
      delivery.update(true, answer(settled, session !== undefined));
      // The client will say no more about it; without this rhea would keep it, and stall when its buffer is full.
      delivery.remote_settled = true;
    });
  };
  afterFlow(link.session, () => {
    mailbox.dispatch();
    if (!link._draining) return;
    link.issue_flow = true;
    link.connection._register();
  });
  link.on('accepted', (context: EventContext) => settle(context, { kind: 'complete' }));
  link.on('released', (context: EventContext) =>
    settle(context, { kind: 'abandon', properties: {}, failed: false }),
  );
  link.on('modified', (context: EventContext) => {
    const { undeliverable_here: elsewhere, message_annotations: changes } =
      context.delivery.remote_state ?? {};
    const properties = changes ?? {};
    settle(
      context,
      elsewhere === true ? { kind: 'defer', properties } : { kind: 'abandon', properties, failed: true },
    );
  });
  link.on('rejected', (context: EventContext) =>
    settle(context, burial(context.delivery.remote_state?.error)),
  );

  return mailbox.addConsumer(consumer);
};

/** Settled deliveries have no lock token, but every delivery needs a tag. */
const positionTag = (position: number): Buffer => {
  const tag = Buffer.alloc(4);
  tag.writeUInt32BE(position);
  return tag;
};

const answer = (settled: Settled, inSession: boolean): Typed => {
  if (settled === 'done') return accepted();
  if (settled === 'refused') {
    return rejected({
      condition: 'amqp:not-allowed',
      description: 'A message in a dead-letter queue cannot be moved to a dead-letter queue.',
    });
  }
  return rejected(
    inSession
      ? {
          condition: 'com.microsoft:session-lock-lost',
          description: 'The session lock has expired or the message was already settled.',
        }
      : {
          condition: 'com.microsoft:message-lock-lost',
          description: 'The lock supplied is invalid. It has expired, or the message was already removed.',
        },
  );
};

const burial = (error: AmqpError | null | undefined): Outcome => {
  const {
    DeadLetterReason: reason,
    DeadLetterErrorDescription: description,
    ...properties
  } = error?.info ?? {};
  return {
    kind: 'dead-letter',
    reason: typeof reason === 'string' ? reason : error?.condition,
    description: typeof description === 'string' ? description : error?.description,
    properties,
  };
};
