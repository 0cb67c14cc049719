import { setTimeout as delay } from 'node:timers/promises';
import type { ServiceBusSessionReceiver } from '@azure/service-bus';
import {
  createReceiver,
  type Listener,
  type ListenerOptions,
  receiverOptions,
} from './service-bus-trigger.ts';

/**
 * Receives from an entity with sessions: up to `maxConcurrentSessions` at a time, each in order, one message after the
 * other, until a session had nothing new for `sessionIdleTimeout`.
 */
export const sessionListener = (listener: ListenerOptions): Listener => {
  const stopping = new AbortController();
  return {
    start: () => {
      const reachable = reachability(listener, stopping.signal);
      void reachable();
      for (let lane = 0; lane < listener.settings.maxConcurrentSessions; lane += 1) {
        void takeSessions(listener, stopping.signal, reachable);
      }
    },
    stop: () => {
      stopping.abort();
      return Promise.resolve();
    },
    // A lane ends its session itself, or with the client.
    close: () => Promise.resolve(),
  };
};

const takeSessions = async (
  listener: ListenerOptions,
  signal: AbortSignal,
  reachable: () => Promise<void>,
): Promise<void> => {
  const { health, settings } = listener;
  const stopping = () => isAborted(signal);
  const pause = () => pauseFor(settings.retry.delay, signal);
  while (!stopping()) {
    const askedAt = Date.now();
    const waited = () => Date.now() - askedAt > Math.min(settings.retry.delay, settings.retry.tryTimeout / 2);
    const session = await acceptNext(listener, signal).catch((error: unknown) => {
      // No session had a message for as long as the broker lets us wait: ask again. An answer that came at once is
      // none of those, and asking again at once would never end.
      if (isTimeout(error) && waited()) health.up();
      else if (!stopping()) {
        health.down(error);
        void reachable();
      }
    });
    if (session === undefined) {
      if (!waited()) await pause();
      continue;
    }
    health.up();
    // A session that was lost in the middle is one of those that are accepted next, by whoever comes first.
    await handleSession(listener, session, signal).catch(pause);
  }
};

/**
 * Asks, by a peek, until the broker answers: an accept that waits for a session says nothing of whether there is a
 * broker at all.
 */
const reachability = ({ client, entity, settings, health }: ListenerOptions, signal: AbortSignal) => {
  let asking = false;
  return async (): Promise<void> => {
    if (asking) return;
    asking = true;
    const receiver = createReceiver(client, entity, {});
    while (!signal.aborted) {
      try {
        await receiver.peekMessages(1, { abortSignal: signal });
        health.up();
        break;
      } catch (error) {
        if (!isAborted(signal)) health.down(error);
        await pauseFor(settings.retry.delay, signal);
      }
    }
    asking = false;
    await receiver.close().catch(() => undefined);
  };
};

const acceptNext = (
  { client, entity, settings }: ListenerOptions,
  abortSignal: AbortSignal,
): Promise<ServiceBusSessionReceiver> => {
  const options = { ...receiverOptions(settings), abortSignal };
  return 'queue' in entity
    ? client.acceptNextSession(entity.queue, options)
    : client.acceptNextSession(entity.topic, entity.subscription, options);
};

const handleSession = async (
  { settings, handle }: ListenerOptions,
  session: ServiceBusSessionReceiver,
  signal: AbortSignal,
): Promise<void> => {
  // The client renews a session's lock for that long and no longer. Giving a busy session back at half of it leaves
  // each call the other half.
  const giveBackAt = Date.now() + settings.maxAutoLockRenewalDuration / 2;
  try {
    while (!signal.aborted && !session.isClosed && Date.now() < giveBackAt) {
      const [message] = await session.receiveMessages(1, {
        maxWaitTimeInMs: settings.sessionIdleTimeout,
        abortSignal: signal,
      });
      if (message === undefined) return;
      await handle(message, session);
    }
  } finally {
    await session.close();
  }
};

const pauseFor = (ms: number, signal: AbortSignal): Promise<void> =>
  delay(ms, undefined, { signal }).catch(() => undefined);

const isAborted = (signal: AbortSignal): boolean => signal.aborted;

const isTimeout = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ServiceTimeout';
