import { isAboutObject, keyVaultMessage, objectOf } from '../lib/events/key-vault-event.ts';
import type { WatchDeps } from '../lib/roles.ts';
import { lookAgain } from '../lib/use-cases/look-again.ts';
import type { FunctionFile } from './runtime.ts';
import { RetainMessage } from './settling.ts';

/** A vault says that something of its own has changed or comes to its end: that object is read again. */
export const onKeyVaultEventFunction: FunctionFile<WatchDeps> = (runtime, deps) => {
  const look = lookAgain(deps);
  runtime.serviceBusTopic('on-key-vault-event', {
    connection: 'SERVICE_BUS',
    topicName: 'key-vault-events',
    subscriptionName: 'on-key-vault-event',
    handler: async (message) => {
      const events = keyVaultMessage.safeParse(message);
      if (!events.success) throw new RetainMessage('MALFORMED_EVENT', { cause: events.error });
      for (const { type, said } of events.data) {
        // Other types are about vaults and not about what is in them.
        if (!isAboutObject(type)) continue;
        const nativeId = objectOf(said);
        if (nativeId === undefined)
          throw new RetainMessage('MALFORMED_EVENT', { cause: new Error('It names no object of a vault.') });
        await look(nativeId);
      }
    },
  });
};
