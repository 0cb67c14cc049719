import { isServiceBusError, type ServiceBusClient } from '@azure/service-bus';
import { attempt, type Finding, GRANTED, MISSING, type Need, unknown } from './need.ts';
import { without } from './without.ts';

interface Bus {
  readonly client: ServiceBusClient;
  readonly send: readonly string[];
  readonly receive: readonly string[];
}

/** Opening a link to send, and looking without taking: both are refused to who has no right, and neither changes anything. */
export const busNeeds = ({ client, send, receive }: Bus): readonly Need[] => [
  ...send.map((entity): Need => ({
    right: `sending to ${entity}`,
    without: without(`send ${entity}`),
    probe: () =>
      look(async () => {
        const sender = client.createSender(entity);
        await sender.createMessageBatch();
        await sender.close();
      }),
  })),
  ...receive.map((entity): Need => ({
    right: `receiving from ${entity}`,
    without: without(`receive ${entity}`),
    probe: () =>
      look(async () => {
        const [topic = '', subscription] = entity.split('/');
        const receiver =
          subscription === undefined
            ? client.createReceiver(topic)
            : client.createReceiver(topic, subscription);
        await receiver.peekMessages(1);
        await receiver.close();
      }),
  })),
];

const look = (open: () => Promise<void>): Promise<Finding> =>
  attempt(async () => {
    try {
      await open();
      return GRANTED;
    } catch (error) {
      if (!isServiceBusError(error)) throw error;
      if (error.code === 'UnauthorizedAccess') return MISSING;
      return error.code === 'MessagingEntityNotFound' ? unknown('it does not exist') : unknown(error.code);
    }
  });
