import { randomUUID } from 'node:crypto';
import { ServiceBusClient } from '@azure/service-bus';
import type { EventGrid } from './events.ts';
import { COLLECTIONS } from './collections.ts';

const TOPIC = 'key-vault-events';
const TYPES = { certificates: 'Certificate', keys: 'Key', secrets: 'Secret' } as const;

/** Delivers to a topic of Service Bus, as CloudEvents in structured JSON, one object a message. */
export const eventGrid = (connectionString: string): EventGrid => {
  const client = new ServiceBusClient(connectionString);
  const sender = client.createSender(TOPIC);
  return {
    tell: async (vaultUrl, { collection: told, name, version, attributes: { nbf, exp } }, kind) => {
      const vault = new URL(vaultUrl).hostname.split('.')[0] ?? '';
      // A certificate is an addressable key and secret as well, and each is told of.
      const collections = told === 'certificates' ? COLLECTIONS : [told];
      for (const collection of collections) {
        const objectType = TYPES[collection];
        const event = {
          specversion: '1.0',
          id: randomUUID(),
          source: `/subscriptions/${randomUUID()}/resourceGroups/local/providers/Microsoft.KeyVault/vaults/${vault}`,
          type: `Microsoft.KeyVault.${objectType}${kind}`,
          subject: name,
          time: new Date().toISOString(),
          // As the service writes it: names in Pascal case, and dates as text.
          data: {
            Id: `${vaultUrl}/${collection}/${name}/${version}`,
            VaultName: vault,
            ObjectType: objectType,
            'ObjectName ': name,
            Version: ` ${version}`,
            NBF: nbf === undefined ? null : String(nbf),
            EXP: exp === undefined ? null : String(exp),
          },
        };
        await sender.sendMessages({
          messageId: event.id,
          contentType: 'application/cloudevents+json',
          body: Buffer.from(JSON.stringify(event), 'utf8'),
        });
      }
    },
    stop: () => client.close(),
  };
};
