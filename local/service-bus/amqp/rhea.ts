import type { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import rhea from 'rhea';

/**
 * The part of rhea that the stand-in uses, with types. It reaches below rhea's public interface (link states, credit,
 * the outgoing window), since a broker must do what a client library has no calls for: that is why the version is
 * pinned exactly, and why nothing else imports rhea.
 */

/** An AMQP value together with its wire type. */
export interface Typed {
  readonly type: { readonly typecode: number };
  value: unknown;
  descriptor?: Typed;
}

/** The error that travels in a detach or in a rejected outcome. */
export interface AmqpError {
  readonly condition: string;
  readonly description?: string;
  readonly info?: Readonly<Record<string, unknown>>;
}

/** A message as rhea encodes it for us: only requests and replies are built this way. */
export interface PlainMessage {
  readonly message_id?: unknown;
  readonly correlation_id?: unknown;
  readonly reply_to?: string;
  readonly application_properties?: Record<string, unknown>;
  readonly body?: unknown;
}

/** One transfer, seen from either side. */
export interface Delivery {
  readonly tag: Buffer;
  readonly format: number | null;
  readonly remote_state?: OutcomeState;
  remote_settled: boolean;
  update(settled: boolean, state: Typed): void;
}

/** What a receiver decided about a delivery. */
export interface OutcomeState {
  readonly undeliverable_here?: boolean | null;
  readonly message_annotations?: Record<string, unknown> | null;
  readonly error?: AmqpError | null;
}

interface Terminus {
  readonly address?: string | null;
  readonly filter?: Record<string, unknown> | null;
}

interface AttachFields {
  snd_settle_mode?: number;
  rcv_settle_mode?: number;
  max_message_size?: number;
  properties?: Record<string, unknown>;
}

interface Link extends EventEmitter {
  readonly name: string;
  readonly connection: Connection;
  readonly session: Session;
  readonly state: { local_open: boolean; open_requests: number; open(): boolean };
  readonly local: { readonly attach: AttachFields };
  readonly source: Terminus | null;
  readonly target: Terminus | null;
  readonly properties: Record<string, unknown> | null | undefined;
  readonly snd_settle_mode: number;
  readonly rcv_settle_mode: number;
  credit: number;
  delivery_count: number;
  issue_flow: boolean;
  set_source(fields: Terminus): void;
  set_target(fields: Terminus): void;
  close(error?: AmqpError): void;
  is_open(): boolean;
}

/** Our end of a link on which the client receives. */
export interface Sender extends Link {
  _draining: boolean;
  _get_drain: () => boolean;
  send(message: PlainMessage): Delivery;
  send(encoded: Buffer, tag: Buffer, format: 0): Delivery;
}

/** Our end of a link on which the client sends. */
export type Receiver = Link;

/** An AMQP session, which owns the windows of its links. */
export interface Session extends EventEmitter {
  readonly outgoing: {
    readonly next_delivery_id: number;
    readonly next_pending_delivery: number;
    available(): number;
    transfer_window(): number;
  };
  on_flow: (frame: unknown) => void;
  on_transfer: (frame: { readonly performative: { message_format: number | null } }) => void;
}

/** One client connection. */
export interface Connection extends EventEmitter {
  accept(socket: Socket): unknown;
  close(error?: AmqpError): void;
  _register(): void;
}

/** What rhea hands to an event listener. */
export interface EventContext {
  readonly connection: Connection;
  readonly session: Session;
  readonly sender: Sender;
  readonly receiver: Receiver;
  readonly delivery: Delivery;
  readonly message: Buffer;
}

interface Container extends EventEmitter {
  create_connection(options: Readonly<Record<string, unknown>>): Connection;
}

interface Reader {
  readonly position: number;
  remaining(): number;
  read(): Typed;
}

interface Writer {
  write(value: Typed): void;
  toBuffer(): Buffer;
}

interface Types {
  readonly Reader: new (buffer: Buffer) => Reader;
  readonly Writer: new () => Writer;
  wrap(value: unknown): Typed;
  wrap_int(value: number): Typed;
  wrap_long(value: number | Buffer): Typed;
  wrap_string(value: string): Typed;
  wrap_symbol(value: string): Typed;
  wrap_timestamp(value: number): Typed;
  wrap_uuid(value: Buffer): Typed;
  wrap_ulong(value: number): Typed;
  wrap_list(values: readonly unknown[]): Typed;
  wrap_array(values: readonly unknown[], typecode: number): Typed;
  wrap_map(map: object): Typed;
  described(descriptor: Typed, value: Typed): Typed;
  unwrap(value: Typed, leaveDescribed?: boolean): unknown;
  Map32(items: readonly Typed[]): Typed;
}

interface Composite {
  described(): Typed;
}

interface Messages {
  decode(raw: Buffer): PlainMessage;
  accepted(): Composite;
  rejected(fields: { readonly error: AmqpError }): Composite;
  header(fields: Readonly<Record<string, unknown>>): Composite;
}

/** AMQP's type system. */
export const types = rhea.types as unknown as Types;

const messages = rhea.message as unknown as Messages;

/** Decodes a whole message: for requests to `$cbs` and `$management`, never for what is stored. */
export const decodeMessage = (raw: Buffer): PlainMessage => messages.decode(raw);

/** The outcome "accepted", which is also the answer to every settlement that took effect. */
export const accepted = (): Typed => messages.accepted().described();

/** The outcome "rejected" with its reason. */
export const rejected = (error: AmqpError): Typed => messages.rejected({ error }).described();

/** A header section. */
export const headerSection = (fields: Readonly<Record<string, unknown>>): Typed =>
  messages.header(fields).described();

/** The bytes of typed values, one after the other. */
export const encode = (...values: readonly Typed[]): Buffer => {
  const writer = new types.Writer();
  for (const value of values) writer.write(value);
  return writer.toBuffer();
};

/** A container: what all connections of one namespace report their events to. */
export const createContainer = (): Container =>
  rhea.create_container({ id: 'service-bus-stand-in' }) as unknown as Container;

/** rhea would decode every incoming message and lose its wire types; without a format it hands over the bytes. */
export const keepTransfersRaw = (session: Session): void => {
  const onTransfer = session.on_transfer.bind(session);
  session.on_transfer = (frame) => {
    if (frame.performative.message_format === 0) frame.performative.message_format = null;
    onTransfer(frame);
  };
};

/** How many more transfers the client has room for: beyond that rhea would keep them back, locked for nobody. */
export const roomFor = ({ outgoing }: Session): number => {
  const keptBack = outgoing.next_delivery_id - outgoing.next_pending_delivery;
  return Math.min(outgoing.available(), outgoing.transfer_window() - keptBack);
};

/** Calls back after every flow frame, also the ones that are about no link, of which rhea says nothing. */
export const afterFlow = (session: Session, callback: () => void): void => {
  const onFlow = session.on_flow.bind(session);
  session.on_flow = (frame) => {
    onFlow(frame);
    callback();
  };
};

/** rhea answers every attach at once; this takes the answer back until `answerAttach`. */
export const holdAttach = (link: Sender): void => {
  link.state.local_open = false;
  link.state.open_requests = 0;
};

/** Sends the attach that `holdAttach` kept back. */
export const answerAttach = (link: Sender): void => {
  link.state.open();
  link.connection._register();
};
