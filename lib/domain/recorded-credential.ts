import type { Credential, CredentialKind, Source, Subject, SubjectKind } from './credential.ts';
import type { CredentialId, SubjectId, TenantId } from './ids.ts';

/** A credential with what holds it, as it stood at one time: what an approver saw, or what a silence is about. */
export interface RecordedCredential {
  readonly tenant: TenantId;
  readonly environment: string;
  readonly subjectId: SubjectId;
  readonly source: Source;
  readonly subjectKind: SubjectKind;
  readonly nativeId: string;
  readonly appId: string | undefined;
  /** The reference of the team that answers for it, as the directory has it. */
  readonly ownerTeam: string | undefined;
  readonly name: string;
  readonly credentialId: CredentialId;
  readonly kind: CredentialKind;
  readonly keyId: string;
}

/** A credential as it stands now. */
export const recordOf = (subject: Subject, credential: Credential): RecordedCredential => ({
  tenant: subject.tenant,
  environment: subject.environment,
  subjectId: subject.id,
  source: subject.source,
  subjectKind: subject.kind,
  nativeId: subject.nativeId,
  appId: subject.appId,
  ownerTeam: subject.ownerHints.serviceManagementReference,
  name: subject.name,
  credentialId: credential.id,
  kind: credential.kind,
  keyId: credential.keyId,
});
