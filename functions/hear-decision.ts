import { readId, type RenewalId } from '../lib/domain/ids.ts';
import { decisionGivenV1 } from '../lib/events/decision-given.v1.ts';
import { reportGivenV1 } from '../lib/events/report-given.v1.ts';
import { wordGivenV1 } from '../lib/events/word-given.v1.ts';
import type { RenewDeps } from '../lib/roles.ts';
import { hearDecision } from '../lib/use-cases/hear-decision.ts';
import type { FunctionFile } from './runtime.ts';
import { RetainMessage } from './settling.ts';

/** Somebody decided about a request by the API, reported what it made, or said something of a roll-over: its renewal looks at once. */
export const hearDecisionFunction: FunctionFile<RenewDeps> = (runtime, deps) => {
  const hear = hearDecision(deps);
  runtime.serviceBusTopic('hear-decision', {
    connection: 'SERVICE_BUS',
    topicName: 'credential-events',
    subscriptionName: 'hear-decision',
    handler: async (message) => {
      const [word, report] = [wordGivenV1.safeParse(message), reportGivenV1.safeParse(message)];
      const event = word.success ? word : report.success ? report : decisionGivenV1.safeParse(message);
      if (!event.success) throw new RetainMessage('MALFORMED_EVENT', { cause: event.error });
      const { data } = event.data;
      const id = readId<RenewalId>(data.renewalId);
      if ('wordId' in data) await hear(id, 'roll-over', data.wordId);
      else if ('reportId' in data) await hear(id, 'tend-request', data.reportId);
      else await hear(id, 'record-approval', data.decisionId);
    },
  });
};
