import type { Socket } from 'node:net';
import type { Broker } from '../broker/broker.ts';
import type { Mailbox } from '../broker/mailbox.ts';
import type { Faults } from '../faults.ts';
import type { Journal } from '../journal/journal.ts';
import { openIncomingLink } from './incoming-link.ts';
import { openOutgoingLink } from './outgoing-link.ts';
import { acceptToken, type Answer, manage, openRequestLink, type ReplyLinks } from './request-node.ts';
import {
  type AmqpError,
  type Connection,
  createContainer,
  type EventContext,
  keepTransfersRaw,
  type Receiver,
  type Sender,
} from './rhea.ts';
import { openSessionLink, SESSION_FILTER } from './session-link.ts';

/** The AMQP side of the namespace. */
export interface AmqpListener {
  accept(socket: Socket): void;
  /** Closes every open connection at once, without a word, as a network does. */
  drop(): void;
}

interface Parts {
  readonly broker: Broker;
  readonly journal: Journal;
  readonly faults: Faults;
}

/** rhea drops its oldest deliveries only in order: the buffer is as deep as the longest that one can be held. */
const CONNECTION_OPTIONS = {
  session_buffer_size: 65_536,
  tcp_no_delay: true,
  receiver_options: { autoaccept: false, credit_window: 1000 },
  sender_options: { treat_modified_as_released: false },
};

const TOKEN_NODE = '$cbs';
const MANAGEMENT_NODE = /\/\$management$/i;

/** Serves the entities of the broker to every socket that it is given. */
export const createAmqpListener = (parts: Parts): AmqpListener => {
  const sockets = new Set<Socket>();
  const container = createContainer();
  const clients = new Map<Connection, Client>();

  const clientOf = (connection: Connection): Client => {
    const known = clients.get(connection) ?? { replyLinks: new Map(), endings: new Map() };
    clients.set(connection, known);
    return known;
  };
  const end = (client: Client, matches: (link: Sender) => boolean) => {
    for (const [link, ending] of client.endings) {
      if (!matches(link)) continue;
      client.endings.delete(link);
      ending();
    }
  };
  const endAll = (connection: Connection) => {
    const client = clients.get(connection);
    clients.delete(connection);
    if (client !== undefined) end(client, () => true);
  };

  container.on('session_open', ({ session }: EventContext) => keepTransfersRaw(session));
  container.on('receiver_open', ({ receiver, connection }: EventContext) => {
    openForSending(receiver, clientOf(connection).replyLinks, parts);
  });
  container.on('sender_open', ({ sender, connection }: EventContext) => {
    const client = clientOf(connection);
    const ending = openForReceiving(sender, client.replyLinks, parts);
    if (ending !== undefined) client.endings.set(sender, ending);
  });
  container.on('sender_close', ({ sender, connection }: EventContext) =>
    end(clientOf(connection), (link) => link === sender),
  );
  container.on('session_close', ({ session, connection }: EventContext) =>
    end(clientOf(connection), (link) => link.session === session),
  );
  for (const event of ['connection_close', 'disconnected']) {
    container.on(event, ({ connection }: EventContext) => endAll(connection));
  }
  // Whatever a client does wrong, or however it goes away, is its own affair; rhea has closed the socket.
  for (const event of ['error', 'protocol_error', 'connection_error', 'session_error']) {
    container.on(event, () => undefined);
  }

  return {
    accept: (socket) => {
      if (parts.faults.refusesConnection()) {
        socket.destroy();
        return;
      }
      const connection = container.create_connection(CONNECTION_OPTIONS);
      sockets.add(socket);
      socket.once('close', () => {
        sockets.delete(socket);
        endAll(connection);
      });
      connection.accept(socket);
    },
    drop: () => {
      // An error makes rhea see the end, and forget its heartbeats.
      for (const socket of sockets) socket.destroy(new Error('dropped'));
    },
  };
};

/** What is kept of a connection until it ends. */
interface Client {
  readonly replyLinks: ReplyLinks;
  /** What to do when a link on which the client receives goes away. */
  readonly endings: Map<Sender, () => void>;
}

const openForSending = (link: Receiver, replyLinks: ReplyLinks, parts: Parts): void => {
  const address = link.target?.address ?? '';
  link.set_target({ address });
  const answer = answerOf(address, parts.broker);
  const destination = parts.broker.destination(address);
  if (answer !== undefined) openRequestLink(link, answer, replyLinks, parts.journal);
  else if (destination !== undefined) openIncomingLink(link, destination, parts);
  else link.close(notFound(address));
};

const openForReceiving = (link: Sender, replyLinks: ReplyLinks, parts: Parts): (() => void) | undefined => {
  const address = link.source?.address ?? '';
  link.set_source({ address });
  if (answerOf(address, parts.broker) !== undefined) {
    const names = [link.name, link.target?.address ?? link.name];
    for (const name of names) replyLinks.set(name, link);
    return () => {
      for (const name of names) replyLinks.delete(name);
    };
  }
  const mailbox = parts.broker.mailbox(address);
  if (mailbox === undefined) {
    link.close(notFound(address));
    return undefined;
  }
  // Receive and delete is what the sending end of a link promises, so the promise is repeated in the answer.
  link.local.attach.snd_settle_mode = link.snd_settle_mode;
  link.local.attach.rcv_settle_mode = link.rcv_settle_mode;
  return openMailbox(link, mailbox, parts.journal);
};

const openMailbox = (link: Sender, mailbox: Mailbox, journal: Journal): (() => void) | undefined => {
  const filter = link.source?.filter ?? {};
  const wantsSession = SESSION_FILTER in filter;
  if (wantsSession !== mailbox.settings.requiresSession) {
    link.close({
      condition: 'amqp:not-allowed',
      description: wantsSession
        ? `'${mailbox.settings.path}' does not require sessions, and has none to accept.`
        : `'${mailbox.settings.path}' requires sessions: only a session receiver can receive from it.`,
    });
    return undefined;
  }
  if (!wantsSession) return openOutgoingLink(link, { mailbox, journal, session: undefined });
  const session = filter[SESSION_FILTER];
  return openSessionLink(link, typeof session === 'string' ? session : undefined, { mailbox, journal });
};

const answerOf = (address: string, broker: Broker): Answer | undefined => {
  if (address === TOKEN_NODE) return acceptToken;
  if (!MANAGEMENT_NODE.test(address)) return undefined;
  const entity = address.replace(MANAGEMENT_NODE, '');
  const [destination, mailbox] = [broker.destination(entity), broker.mailbox(entity)];
  if (destination === undefined && mailbox === undefined) return undefined;
  return manage({ destination, mailbox, rules: broker.receivable(entity)?.rules });
};

/** The client tells a missing entity from other trouble by this sentence. */
const notFound = (address: string): AmqpError => ({
  condition: 'amqp:not-found',
  description: `The messaging entity '${address}' could not be found.`,
});
