import type { MessageHandlers } from '@azure/service-bus';
import {
  createReceiver,
  type Listener,
  type ListenerOptions,
  receiverOptions,
} from './service-bus-trigger.ts';

/** The client calls `postInitialize` whenever the link is open again; its public type keeps that to itself. */
type Handlers = MessageHandlers & { postInitialize(): Promise<void> };

/** Receives from an entity without sessions, up to `maxConcurrentCalls` messages at a time. */
export const messageListener = ({ client, entity, settings, health, handle }: ListenerOptions): Listener => {
  const receiver = createReceiver(client, entity, receiverOptions(settings));
  let subscription: { close(): Promise<void> } | undefined;

  return {
    start: () => {
      const handlers: Handlers = {
        processMessage: (message) => handle(message, receiver),
        processError: (args) => {
          // A lock that could not be renewed concerns one message, whose settlement will say so.
          if (args.errorSource === 'receive') health.down(args.error);
          return Promise.resolve();
        },
        postInitialize: () => {
          health.up();
          return Promise.resolve();
        },
      };
      subscription = receiver.subscribe(handlers, {
        autoCompleteMessages: false,
        maxConcurrentCalls: settings.maxConcurrentCalls,
      });
    },
    stop: async () => {
      await subscription?.close();
    },
    close: () => receiver.close(),
  };
};
