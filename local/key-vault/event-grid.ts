import { randomUUID } from 'node:crypto';
import { ServiceBusClient } from '@azure/service-bus';
import type { EventGrid } from './events.ts';

const TOPIC = 'key-vault-events';
/** A certificate is an addressable key and secret as well, and each is told of. */
const OBJECTS = [
  ['Certificate', 'certificates'],
  ['Key', 'keys'],
  ['Secret', 'secrets'],
] as const;

/** Delivers to a topic of Service Bus, as CloudEvents in structured JSON, one object a message. */
export const eventGrid = (connectionString: string): EventGrid => {
  const client = new ServiceBusClient(connectionString);
  const sender = client.createSender(TOPIC);
  return {
    tell: async (vaultUrl, certificate, kind) => {
      const version = certificate.versions.at(-1);
      if (version === undefined) return;
      const vault = new URL(vaultUrl).hostname.split('.')[0] ?? '';
      const { nbf, exp } = version.attributes;
      for (const [objectType, collection] of OBJECTS) {
        const event = {
          specversion: '1.0',
          id: randomUUID(),
          source: `/subscriptions/${randomUUID()}/resourceGroups/local/providers/Microsoft.KeyVault/vaults/${vault}`,
          type: `Microsoft.KeyVault.${objectType}${kind}`,
          subject: certificate.name,
          time: new Date().toISOString(),
          // As the service writes it: names in Pascal case, and dates as text.
          data: {
            Id: `${vaultUrl}/${collection}/${certificate.name}/${version.version}`,
            VaultName: vault,
            ObjectType: objectType,
            'ObjectName ': certificate.name,
            Version: ` ${version.version}`,
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
