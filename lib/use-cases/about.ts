import type { Credential, Subject } from '../domain/credential.ts';
import type { RecordedCredential } from '../domain/recorded-credential.ts';
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

/** The same, of what a renewal or its link was made for. */
export const aboutRenewalSubject = (of: RecordedCredential) => ({
  tenantId: of.tenant,
  environment: of.environment,
  credentialId: of.credentialId,
  subjectId: of.subjectId,
  credentialSource: of.source,
  credentialKind: of.kind,
  subjectName: of.name,
  ...(of.appId === undefined ? {} : { applicationId: of.appId }),
  ...(of.ownerTeam === undefined ? {} : { ownerTeam: of.ownerTeam }),
});

/** The part of an event's data that says which renewal it is about, and which of its transitions this is. */
export const aboutRenewal = (renewal: Renewal) => {
  const r = active(renewal);
  return {
    ...aboutRenewalSubject(renewal.of),
    renewalId: renewal.id,
    sequence: renewal.seq,
    ...('ticket' in r && r.ticket !== undefined ? { ticket: r.ticket.number } : {}),
  };
};
