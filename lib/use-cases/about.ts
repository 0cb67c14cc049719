import type { Credential, Subject } from '../domain/credential.ts';
import { active, type Renewal } from '../domain/renewal.ts';

/** The part of an event's data that says which credential it is about. */
export const aboutCredential = (subject: Subject, credential: Credential) => ({
  tenantId: subject.tenant,
  environment: subject.environment,
  credentialId: credential.id,
  subjectId: subject.id,
  credentialSource: subject.source,
  credentialKind: credential.kind,
  subjectName: subject.name,
  ...(subject.appId === undefined ? {} : { applicationId: subject.appId }),
  ...(subject.ownerHints.serviceManagementReference === undefined
    ? {}
    : { ownerTeam: subject.ownerHints.serviceManagementReference }),
});

/** The part of an event's data that says which renewal it is about, and which of its transitions this is. */
export const aboutRenewal = (renewal: Renewal) => {
  const { of, id } = renewal;
  const r = active(renewal);
  return {
    tenantId: of.tenant,
    environment: of.environment,
    credentialId: of.credentialId,
    subjectId: of.subjectId,
    credentialSource: of.source,
    credentialKind: of.kind,
    subjectName: of.name,
    ...(of.appId === undefined ? {} : { applicationId: of.appId }),
    renewalId: id,
    sequence: renewal.seq,
    ...('ticket' in r ? { ticket: r.ticket.number } : {}),
  };
};
