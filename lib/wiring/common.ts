import type { Tables } from './tables.ts';
import type { TokenCredential } from '@azure/identity';
import type { ServiceBusClient } from '@azure/service-bus';
import { consoleLog } from '../adapters/system/console-log.ts';
import { sha256 } from '../adapters/system/sha256.ts';
import { systemClock } from '../adapters/system/system-clock.ts';
import type { CommonSettings, Config } from '../config.ts';
import type { Publisher } from '../ports/publisher.ts';
import type { CommonDeps } from '../roles.ts';
import { onFirstUse } from './on-first-use.ts';

/** What can't be sent soon stays in the outbox; waiting longer for it would hold up everything else. */
const BUS_OPTIONS = { retryOptions: { maxRetries: 1, timeoutInMs: 8_000 } };

const serviceBus = async (
  { SERVICE_BUS, SERVICE_BUS__fullyQualifiedNamespace: namespace }: CommonSettings,
  credential: TokenCredential,
): Promise<ServiceBusClient> => {
  const { ServiceBusClient } = await import('@azure/service-bus');
  return namespace === undefined
    ? new ServiceBusClient(SERVICE_BUS ?? '', BUS_OPTIONS)
    : new ServiceBusClient(namespace, credential, BUS_OPTIONS);
};

export const wireCommon = (config: Config, home: TokenCredential, tables: Tables): CommonDeps => ({
  role: config.role,
  digest: sha256,
  clock: systemClock,
  log: consoleLog,
  tenants: config.common.TENANTS,
  policy: config.common.POLICY,
  stepLease: config.common.STEP_LEASE,
  firstRetry: config.common.FIRST_RETRY,
  publisher: onFirstUse<Publisher>({ send: true }, async () => {
    const { serviceBusPublisher } = await import('../adapters/service-bus/publisher.ts');
    return serviceBusPublisher(await serviceBus(config.common, home));
  }),
  outbox: tables.outbox,
  audit: tables.audit,
  tablesAnswer: tables.answer,
});
