import { randomUUID } from 'node:crypto';
import { type AppSettings, isDisabled, resolveConnection, resolveSettings } from './app-settings.ts';
import type { HostedFunction } from './hosted-function.ts';
import type { HostSettings } from './host-settings.ts';
import type { Invoke } from './invocation.ts';
import type { AppFunction } from './load-app.ts';
import type { Log } from './log.ts';
import { ncrontab } from './ncrontab.ts';
import type { ServiceBusClients } from './service-bus-clients.ts';
import type { ServiceBusHealth } from './service-bus-health.ts';
import { messageListener } from './service-bus-messages.ts';
import { sessionListener } from './service-bus-sessions.ts';
import { type Entity, type Listener, messageHandler } from './service-bus-trigger.ts';
import { StartError } from './start-error.ts';
import { timerStatus } from './timer-status.ts';
import { type Timer, timerTrigger } from './timer-trigger.ts';
import type { Work } from './work.ts';

interface BindingContext {
  readonly settings: AppSettings;
  readonly host: HostSettings;
  readonly stateDir: string | undefined;
  readonly invoke: Invoke;
  readonly work: Work;
  readonly log: Log;
  readonly clients: ServiceBusClients;
  readonly health: ServiceBusHealth;
}

/** A function with what drives it. */
export interface Bound extends HostedFunction {
  readonly http: boolean;
  readonly timer?: Timer;
  readonly listener?: Listener;
}

/** Checks a function's bindings and makes its trigger, which does nothing until it is started. */
export const bindFunction = (fn: AppFunction, context: BindingContext): Bound => {
  refuseUnsupported(fn);
  const disabled = isDisabled(fn.name, context.settings);
  switch (fn.trigger.type.toLowerCase()) {
    case 'httptrigger':
      return { fn, disabled, http: true };
    case 'timertrigger': {
      const timer = bindTimer(fn, context);
      return { fn, disabled, http: false, timer, runNow: () => timer.runNow() };
    }
    case 'servicebustrigger':
      return { fn, disabled, http: false, ...bindServiceBus(fn, context) };
    default:
      throw new StartError(`Function ${fn.name} has a ${fn.trigger.type}, which this host does not know.`);
  }
};

const refuseUnsupported = ({ name, metadata, trigger }: AppFunction): void => {
  for (const [key, binding] of Object.entries(metadata.bindings)) {
    if (binding === trigger || (key === '$return' && binding.type === 'http')) continue;
    throw new StartError(`Function ${name} has the binding ${binding.type}, which this host does not know.`);
  }
  if (trigger['cardinality'] === 'many') {
    throw new StartError(`Function ${name} takes messages in batches, which this host does not do.`);
  }
  if (trigger['sdkBinding'] === true) {
    throw new StartError(`Function ${name} uses an SDK binding, which this host does not do.`);
  }
};

const bindTimer = (fn: AppFunction, { settings, stateDir, invoke, work }: BindingContext): Timer => {
  const schedule = ncrontab(text(fn, 'schedule', settings));
  const remembers = fn.trigger['useMonitor'] !== false && !schedule.subMinute;
  return timerTrigger({
    schedule,
    status: timerStatus(fn.name, remembers ? stateDir : undefined),
    runOnStartup: fn.trigger['runOnStartup'] === true,
    run: (input) => invoke(fn, input),
    work,
  });
};

const bindServiceBus = (fn: AppFunction, context: BindingContext) => {
  const { settings, host, clients, health, invoke, log, work } = context;
  const where = `Function ${fn.name}`;
  const name = fn.trigger['connection'];
  if (typeof name !== 'string') throw new StartError(`${where} names no connection.`);
  const entity: Entity =
    fn.trigger['queueName'] === undefined
      ? { topic: text(fn, 'topicName', settings), subscription: text(fn, 'subscriptionName', settings) }
      : { queue: text(fn, 'queueName', settings) };
  const own = fn.trigger['autoCompleteMessages'];
  const autoComplete = typeof own === 'boolean' ? own : host.serviceBus.autoCompleteMessages;
  const open = fn.trigger['isSessionsEnabled'] === true ? sessionListener : messageListener;
  const listener = open({
    fn,
    client: clients.client(name, resolveConnection(name, settings, where)),
    entity,
    settings: host.serviceBus,
    health: health.listener(fn.name),
    log,
    handle: messageHandler(fn, { autoComplete, invoke, work, log }),
  });
  const runNow = async (input: unknown): Promise<void> => {
    const string = typeof input === 'string' ? input : JSON.stringify(input ?? null);
    await work.during(() =>
      invoke(fn, { string }, { MessageId: { string: randomUUID() }, DeliveryCount: { json: '1' } }),
    );
  };
  return { listener, runNow };
};

const text = (fn: AppFunction, key: string, settings: AppSettings): string => {
  const value = fn.trigger[key];
  if (typeof value !== 'string' || value === '') throw new StartError(`Function ${fn.name} has no ${key}.`);
  return resolveSettings(value, settings, `Function ${fn.name}`);
};
