import type { Subject } from '../../domain/credential.ts';
import { credentialId, type Digest, subjectId } from '../../domain/ids.ts';
import type { Tenant } from '../../domain/tenant.ts';
import type { Unread } from '../../ports/scans.ts';
import { credentialsOf } from './application-credentials.ts';
import type { Application } from './application-schema.ts';
import { ownerLabel } from './owner-label.ts';

export const APPLICATIONS = 'entra-applications';

/**
 * The subject that an application is. Graph keeps no order within its lists, so they are sorted here: the same facts are
 * the same text, and only news is written.
 */
export const subjectOf = (
  application: Application,
  tenant: Tenant,
  digest: Digest,
): { readonly subject: Subject; readonly unread: readonly Unread[] } => {
  const nativeId = application.id;
  const id = subjectId(digest, { tenant: tenant.id, source: APPLICATIONS, nativeId });
  const { found, unread } = credentialsOf(application);
  const credentials = found.map((credential) => ({
    ...credential,
    id: credentialId(digest, id, credential.kind, credential.keyId),
    enabled: true,
    renewsItself: false,
    managedBy: undefined,
  }));
  return {
    subject: {
      id,
      tenant: tenant.id,
      environment: tenant.environment,
      source: APPLICATIONS,
      kind: 'application',
      nativeId,
      appId: application.appId,
      name: application.displayName ?? application.appId,
      labels: (application.tags ?? []).toSorted(),
      ownerHints: {
        serviceManagementReference: application.serviceManagementReference ?? undefined,
        ownerTag: ownerLabel(application),
      },
      enabled: isEnabled(application),
      credentials: credentials.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    },
    unread: unread.map(({ which, reason }) => ({ what: `applications/${nativeId}/${which}`, reason })),
  };
};

const isEnabled = ({ isDisabled, disabledByMicrosoftStatus }: Application): boolean =>
  isDisabled !== true && (disabledByMicrosoftStatus ?? 'NotDisabled') === 'NotDisabled';
