import type { Tables } from './tables.ts';
import type { TokenCredential } from '@azure/identity';
import type { ServiceBusClient } from '@azure/service-bus';
import { consoleLog } from '../adapters/system/console-log.ts';
import { sha256 } from '../adapters/system/sha256.ts';
import { systemClock } from '../adapters/system/system-clock.ts';
import type { CommonSettings, Config } from '../config.ts';
import type { Policy } from '../domain/policy.ts';
import type { Publisher } from '../ports/publisher.ts';
import type { Tracer } from '../ports/tracer.ts';
import type { CommonDeps } from '../roles.ts';
import { once, onFirstUse } from './on-first-use.ts';
import { probeOf } from './probes.ts';
import { tracedPublisher } from './traces.ts';

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

const publisherOnFirstUse = (load: () => Promise<Publisher>): Publisher => {
  let publisher: Publisher | undefined;
  type Sends = Pick<Publisher, 'send' | 'sendAll'>;
  return {
    ...onFirstUse<Sends>({ send: true, sendAll: true }, async () => (publisher = await load())),
    // Whoever has sent nothing met no trouble.
    troubles: () => publisher?.troubles() ?? [],
  };
};

export const wireCommon = (
  config: Config,
  home: TokenCredential,
  tables: Tables,
  policy: Policy,
  tracer: Tracer | undefined,
): CommonDeps => {
  const bus = once(() => serviceBus(config.common, home));
  return {
    role: config.role,
    digest: sha256,
    clock: systemClock,
    log: consoleLog,
    tenants: config.common.TENANTS,
    policy,
    stepLease: config.common.STEP_LEASE,
    firstRetry: config.common.FIRST_RETRY,
    publisher: publisherOnFirstUse(async () => {
      const { serviceBusPublisher } = await import('../adapters/service-bus/publisher.ts');
      return tracedPublisher(serviceBusPublisher(await bus()), tracer);
    }),
    outbox: tables.outbox,
    audit: tables.audit,
    probes: [
      probeOf('tables', true, tables.answer),
      probeOf('service-bus', true, async () => {
        const sender = (await bus()).createSender(
          config.watch === undefined ? 'renewal-work' : 'credential-events',
        );
        await sender.createMessageBatch().finally(() => sender.close());
      }),
    ],
  };
};
