import { readId, type RenewalId } from '../lib/domain/ids.ts';
import type { Step } from '../lib/domain/renewal-step.ts';
import { renewalWork } from '../lib/events/work.ts';
import type { Runtime } from './runtime.ts';
import { RetainMessage } from './settling.ts';

/** Runs one step of renewals whenever it is woken; a function and a subscription bear the step's name. */
export const onRenewalWork = (runtime: Runtime, step: Step, run: (id: RenewalId) => Promise<void>): void => {
  runtime.serviceBusTopic(step, {
    connection: 'SERVICE_BUS',
    topicName: 'renewal-work',
    subscriptionName: step,
    isSessionsEnabled: true,
    handler: async (message) => {
      const work = renewalWork.safeParse(message);
      if (!work.success) throw new RetainMessage('MALFORMED_WORK', { cause: work.error });
      await run(readId<RenewalId>(work.data.renewalId));
    },
  });
};
