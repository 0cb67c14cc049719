import type { Log } from './log.ts';
import { messageOf } from './start-error.ts';

/** Whether one listener can receive. */
export interface ListenerHealth {
  up(): void;
  down(error: unknown): void;
}

/** The health of all listeners: each kind of trouble is said once, and once that it is over. */
export interface ServiceBusHealth {
  listener(functionName: string): ListenerHealth;
  receiving(): number;
}

export const serviceBusHealth = (log: Log): ServiceBusHealth => {
  const listening = new Set<string>();
  const troubled = new Set<string>();
  const said = new Set<string>();
  const say = (level: 'warning' | 'information', message: string) =>
    log({ level, category: 'Host.ServiceBus', message });

  return {
    receiving: () => listening.size,
    listener: (functionName) => ({
      up: () => {
        listening.add(functionName);
        if (!troubled.delete(functionName) || troubled.size > 0) return;
        said.clear();
        say('information', 'Every Service Bus listener receives again.');
      },
      down: (error) => {
        listening.delete(functionName);
        troubled.add(functionName);
        const code = codeOf(error);
        const ofEntity = ENTITY_CODES.has(code);
        const trouble = ofEntity ? `${code} ${functionName}` : 'broker';
        if (said.has(trouble)) return;
        said.add(trouble);
        const what = ofEntity ? `${functionName} can't receive` : "Service Bus can't be reached";
        say('warning', `${what}, trying until it can: ${messageOf(error)}`);
      },
    }),
  };
};

/** What concerns one entity is said for each function, an outage of the broker once for all. */
const ENTITY_CODES: ReadonlySet<string> = new Set([
  'MessagingEntityNotFound',
  'MessagingEntityDisabled',
  'UnauthorizedAccess',
]);

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';
