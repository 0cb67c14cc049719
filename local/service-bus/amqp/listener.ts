import type { Socket } from 'node:net';
import { type BusAccess, policyOf } from '../access.ts';
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
  readonly access: BusAccess;
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
    const known = clients.get(connection) ?? { replyLinks: new Map(), endings: new Map(), policy: undefined };
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
    openForSending(receiver, clientOf(connection), parts);
  });
  container.on('sender_open', ({ sender, connection }: EventContext) => {
    const client = clientOf(connection);
    const ending = openForReceiving(sender, client, parts);
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
  /** Whose tokens it brought; a client brings one before each link that it opens. */
  policy: string | undefined;
}

const openForSending = (link: Receiver, client: Client, parts: Parts): void => {
  const address = link.target?.address ?? '';
  link.set_target({ address });
  const answer = answerOf(address, client, parts);
  const destination = parts.broker.destination(address);
  const verb = answer === undefined ? 'send' : 'receive';
  if (address !== TOKEN_NODE && !parts.access.may(client.policy, verb, address)) link.close(denied(verb));
  else if (answer !== undefined) openRequestLink(link, answer, client.replyLinks, parts.journal);
  else if (destination !== undefined) openIncomingLink(link, destination, parts);
  else link.close(notFound(address));
};

const openForReceiving = (link: Sender, client: Client, parts: Parts): (() => void) | undefined => {
  const { replyLinks } = client;
  const address = link.source?.address ?? '';
  link.set_source({ address });
  if (address !== TOKEN_NODE && !parts.access.may(client.policy, 'receive', address)) {
    link.close(denied('receive'));
    return undefined;
  }
  if (answerOf(address, client, parts) !== undefined) {
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

const answerOf = (address: string, client: Client, { broker }: Parts): Answer | undefined => {
  if (address === TOKEN_NODE) {
    return (request) => {
      client.policy = policyOf(request.body) ?? client.policy;
      return acceptToken(request);
    };
  }
  if (!MANAGEMENT_NODE.test(address)) return undefined;
  const entity = address.replace(MANAGEMENT_NODE, '');
  const [destination, mailbox] = [broker.destination(entity), broker.mailbox(entity)];
  if (destination === undefined && mailbox === undefined) return undefined;
  return manage({ destination, mailbox, rules: broker.receivable(entity)?.rules });
};

const denied = (verb: 'send' | 'receive'): AmqpError => ({
  condition: 'amqp:unauthorized-access',
  description: `Unauthorized access. '${verb === 'send' ? 'Send' : 'Listen'}' claim(s) are required to perform this operation.`,
});

/** The client tells a missing entity from other trouble by this sentence. */
const notFound = (address: string): AmqpError => ({
  condition: 'amqp:not-found',
  description: `The messaging entity '${address}' could not be found.`,
});
