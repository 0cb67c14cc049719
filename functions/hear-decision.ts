import { readId, type RenewalId } from '../lib/domain/ids.ts';
import { decisionGivenV1 } from '../lib/events/decision-given.v1.ts';
import { reportGivenV1 } from '../lib/events/report-given.v1.ts';
import type { RenewDeps } from '../lib/roles.ts';
import { hearDecision } from '../lib/use-cases/hear-decision.ts';
import type { FunctionFile } from './runtime.ts';
import { RetainMessage } from './settling.ts';

/** Somebody decided about a request by the API, or reported what it made: its renewal looks at once. */
export const hearDecisionFunction: FunctionFile<RenewDeps> = (runtime, deps) => {
  const hear = hearDecision(deps);
  runtime.serviceBusTopic('hear-decision', {
    connection: 'SERVICE_BUS',
    topicName: 'credential-events',
    subscriptionName: 'hear-decision',
    handler: async (message) => {
      const decision = decisionGivenV1.safeParse(message);
      const report = reportGivenV1.safeParse(message);
      if (decision.success) {
        const { renewalId, decisionId } = decision.data.data;
        await hear(readId<RenewalId>(renewalId), 'record-approval', decisionId);
      } else if (report.success) {
        const { renewalId, reportId } = report.data.data;
        await hear(readId<RenewalId>(renewalId), 'tend-request', reportId);
      } else throw new RetainMessage('MALFORMED_EVENT', { cause: decision.error });
    },
  });
};
