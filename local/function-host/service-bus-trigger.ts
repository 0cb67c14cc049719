import type {
  ServiceBusClient,
  ServiceBusReceivedMessage,
  ServiceBusReceiver,
  ServiceBusReceiverOptions,
} from '@azure/service-bus';
import type { ServiceBusSettings } from './host-settings.ts';
import type { Invoke } from './invocation.ts';
import type { AppFunction } from './load-app.ts';
import type { Log } from './log.ts';
import type { ListenerHealth } from './service-bus-health.ts';
import { toMessageInput } from './service-bus-message.ts';
import { messageOf } from './start-error.ts';
import type { Work } from './work.ts';

/** A queue, or a subscription of a topic. */
export type Entity = { readonly queue: string } | { readonly topic: string; readonly subscription: string };

export interface ListenerOptions {
  readonly fn: AppFunction;
  readonly client: ServiceBusClient;
  readonly entity: Entity;
  readonly settings: ServiceBusSettings;
  readonly health: ListenerHealth;
  readonly log: Log;
  readonly handle: MessageHandler;
}

/** Receives for one function. */
export interface Listener {
  start(): void;
  /** Takes no further message; what is being handled still settles. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

type Settler = Pick<ServiceBusReceiver, 'completeMessage' | 'abandonMessage'>;

/** Handles one message to its settlement; never rejects. */
type MessageHandler = (message: ServiceBusReceivedMessage, receiver: Settler) => Promise<void>;

/** Runs the function for a message; success completes it, failure abandons it at once, so that it comes again. */
export const messageHandler = (
  fn: AppFunction,
  options: {
    readonly autoComplete: boolean;
    readonly invoke: Invoke;
    readonly work: Work;
    readonly log: Log;
  },
): MessageHandler => {
  const binary = fn.trigger['dataType'] === 'binary';
  const handle: MessageHandler = async (message, receiver) => {
    try {
      const { data, metadata } = toMessageInput(message, { binary });
      const succeeded = await options.invoke(fn, data, metadata).then(
        () => true,
        () => false,
      );
      if (!succeeded) await receiver.abandonMessage(message);
      else if (options.autoComplete) await receiver.completeMessage(message);
    } catch (error) {
      const id = String(message.messageId);
      const text = `Message ${id} could not be settled and will come again: ${messageOf(error)}`;
      options.log({ level: 'warning', category: `Function.${fn.name}`, message: text });
    }
  };
  return (message, receiver) => options.work.during(() => handle(message, receiver));
};

/** How every receiver is opened: bodies stay bytes, since parsing is the library's part. */
export const receiverOptions = ({ maxAutoLockRenewalDuration }: ServiceBusSettings) => ({
  maxAutoLockRenewalDurationInMs: maxAutoLockRenewalDuration,
  skipParsingBodyAsJson: true,
  skipConvertingDate: true,
});

/** A receiver of a queue or a subscription; it opens nothing until it is used. */
export const createReceiver = (
  client: ServiceBusClient,
  entity: Entity,
  options: ServiceBusReceiverOptions,
): ServiceBusReceiver =>
  'queue' in entity
    ? client.createReceiver(entity.queue, options)
    : client.createReceiver(entity.topic, entity.subscription, options);
