import { listRequestsOperation, type RequestAnswer } from '../lib/api/requests.ts';
import type { Person } from '../lib/domain/person.ts';
import { toIso } from '../lib/domain/time.ts';
import type { WatchDeps } from '../lib/roles.ts';
import { listRequests, type WaitingRequest } from '../lib/use-cases/list-requests.ts';
import { serveOperation } from './api.ts';
import type { FunctionFile } from './runtime.ts';

/** What waits for an approver. */
export const listRequestsFunction: FunctionFile<WatchDeps> = (runtime, deps) => {
  const list = listRequests(deps);
  serveOperation(runtime, deps, listRequestsOperation, async () => ({
    status: 200,
    body: { requests: (await list()).map(requestView) },
  }));
};

const personView = ({ tenant, objectId, displayName }: Person) => ({
  ...{ tenantId: tenant, objectId, name: displayName },
});

const requestView = ({ id, of, revision, ticket, recipient }: WaitingRequest): RequestAnswer => ({
  ...{ renewalId: id, revision, ticket: ticket.number, tenant: of.tenant, environment: of.environment },
  ...{ subjectId: of.subjectId, subject: of.name, credentialId: of.credentialId, kind: of.kind },
  ...{ keyId: of.keyId, expiresAt: toIso(of.expiresAt) },
  ...(recipient === undefined ? {} : { recipient: personView(recipient.person) }),
  deputies: (recipient?.deputies ?? []).map(personView),
});
