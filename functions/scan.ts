import { readId, type ScanId, tenantId } from '../lib/domain/ids.ts';
import { scanRequest } from '../lib/events/work.ts';
import { scanSource } from '../lib/use-cases/scan-source.ts';
import type { WatchDeps } from '../lib/roles.ts';
import type { FunctionFile } from './runtime.ts';
import { RetainMessage } from './settling.ts';

/** Read one source, page by page, from where its scan stands. */
export const scanFunction: FunctionFile<WatchDeps> = (runtime, deps) => {
  const scan = scanSource(deps);
  runtime.serviceBusQueue('scan', {
    connection: 'SERVICE_BUS',
    queueName: 'scan-requests',
    isSessionsEnabled: true,
    handler: async (message) => {
      const request = scanRequest.safeParse(message);
      if (!request.success) throw new RetainMessage('MALFORMED_WORK', { cause: request.error });
      await scan({ tenant: tenantId(request.data.tenant), id: readId<ScanId>(request.data.scanId) });
    },
  });
};
