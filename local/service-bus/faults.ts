import type { Refusal } from './broker/entry.ts';

/** What can go wrong with the namespace on purpose. */
export interface FaultRequest {
  readonly kind: 'refuse-connections' | 'drop-connections' | 'busy' | 'full';
  /** How long it lasts, or how often it happens; for good, when neither is said. */
  readonly forMs?: number;
  readonly times?: number;
}

/** The faults that are on. */
export interface Faults {
  set(request: FaultRequest): void;
  clear(): void;
  /** Whether a new connection is refused. */
  refusesConnection(): boolean;
  /** The answer to a send while the namespace is busy, or its topics and queues hold all that they may. */
  refusesSend(): Refusal | undefined;
}

interface Active {
  readonly until: number;
  left: number;
}

/** No faults at first. `drop` closes all connections at once. */
export const createFaults = (drop: () => void): Faults => {
  const active = new Map<FaultRequest['kind'], Active>();

  const strikes = (kind: FaultRequest['kind']): boolean => {
    const fault = active.get(kind);
    if (fault === undefined || fault.left <= 0 || Date.now() >= fault.until) return false;
    fault.left -= 1;
    return true;
  };

  return {
    set: ({ kind, forMs = Infinity, times = Infinity }) => {
      if (kind === 'drop-connections') drop();
      else active.set(kind, { until: Date.now() + forMs, left: times });
    },
    clear: () => active.clear(),
    refusesConnection: () => strikes('refuse-connections'),
    refusesSend: () => (strikes('busy') ? BUSY : strikes('full') ? FULL : undefined),
  };
};

const BUSY: Refusal = {
  condition: 'com.microsoft:server-busy',
  description:
    'The request was terminated because the entity is being throttled. Error code: 50009. Please wait 2 seconds and try again.',
};

const FULL: Refusal = {
  condition: 'amqp:resource-limit-exceeded',
  description: 'The maximum entity size has been reached or exceeded.',
};
