import type { Tables } from './tables.ts';
import type { TokenCredential } from '@azure/identity';
import { ServiceBusClient } from '@azure/service-bus';
import { serviceBusPublisher } from '../adapters/service-bus/publisher.ts';
import { consoleLog } from '../adapters/system/console-log.ts';
import { sha256 } from '../adapters/system/sha256.ts';
import { systemClock } from '../adapters/system/system-clock.ts';
import type { CommonSettings, Config } from '../config.ts';
import type { Policy } from '../domain/policy.ts';
import type { CommonDeps } from '../roles.ts';

/** What can't be sent soon stays in the outbox; waiting longer for it would hold up everything else. */
const BUS_OPTIONS = { retryOptions: { maxRetries: 1, timeoutInMs: 8_000 } };

const serviceBus = (
  { SERVICE_BUS, SERVICE_BUS__fullyQualifiedNamespace: namespace }: CommonSettings,
  credential: TokenCredential,
): ServiceBusClient =>
  namespace === undefined
    ? new ServiceBusClient(SERVICE_BUS ?? '', BUS_OPTIONS)
    : new ServiceBusClient(namespace, credential, BUS_OPTIONS);

export const wireCommon = (
  config: Config,
  home: TokenCredential,
  tables: Tables,
  policy: Policy,
): CommonDeps => ({
  role: config.role,
  digest: sha256,
  clock: systemClock,
  log: consoleLog,
  tenants: config.common.TENANTS,
  policy,
  stepLease: config.common.STEP_LEASE,
  firstRetry: config.common.FIRST_RETRY,
  publisher: serviceBusPublisher(serviceBus(config.common, home)),
  outbox: tables.outbox,
  audit: tables.audit,
  tablesAnswer: tables.answer,
});
