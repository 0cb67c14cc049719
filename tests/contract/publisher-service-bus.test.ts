import { fileURLToPath } from 'node:url';
import type { ServiceBusReceivedMessage } from '@azure/service-bus';
import { jest } from '@jest/globals';
import { type EventId, readId } from '../../lib/domain/ids.ts';
import { startServiceBus } from '../../local/service-bus/server.ts';
import { readTopology } from '../../local/service-bus/topology.ts';
import { publisherContract, type ReceivedMessage } from './publisher.contract.ts';

// The client is CommonJS and asks for agents that are ES modules, which Node loads and Jest on Node 22 does not. They serve
// HTTP proxies for its administration client, which nothing here uses.
for (const agent of ['http-proxy-agent', 'https-proxy-agent']) jest.mock(agent, () => ({}));
const { ServiceBusClient } = await import('@azure/service-bus');
const { serviceBusPublisher } = await import('../../lib/adapters/service-bus/publisher.ts');

const READING = { receiveMode: 'receiveAndDelete', skipParsingBodyAsJson: true } as const;

publisherContract('the publisher over Service Bus', async () => {
  const bus = await startServiceBus({
    topology: readTopology(fileURLToPath(new URL('../../infra/topology.json', import.meta.url))),
  });
  const sending = new ServiceBusClient(bus.connectionString, {
    retryOptions: { maxRetries: 1, retryDelayInMs: 20, timeoutInMs: 5000 },
  });
  const receiving = new ServiceBusClient(bus.connectionString);
  const publisher = serviceBusPublisher(sending);
  return {
    publisher,
    receive: async (place, count) => {
      const [entity, subscription] = place.split('/') as [string, string?];
      const receiver =
        subscription === undefined
          ? await receiving.acceptNextSession(entity, READING)
          : receiving.createReceiver(entity, subscription, READING);
      const messages: ServiceBusReceivedMessage[] = [];
      while (messages.length < count)
        messages.push(...(await receiver.receiveMessages(count - messages.length)));
      await receiver.close();
      return messages.map(seen);
    },
    away: () => {
      bus.faults.set({ kind: 'refuse-connections' });
      bus.faults.set({ kind: 'drop-connections' });
    },
    refuse: (why) => bus.faults.set({ kind: why }),
    back: () => bus.faults.clear(),
    close: async () => {
      await publisher.close();
      await sending.close();
      await receiving.close();
      await bus.stop();
    },
  };
});

const seen = (message: ServiceBusReceivedMessage): ReceivedMessage => ({
  id: readId<EventId>(String(message.messageId)),
  body: (message.body as Buffer).toString('utf8'),
  contentType: message.contentType as ReceivedMessage['contentType'],
  subject: message.subject ?? '',
  sessionId: message.sessionId,
  properties: (message.applicationProperties ?? {}) as ReceivedMessage['properties'],
});
