import type { Source } from '../../domain/credential.ts';
import { subjectId } from '../../domain/ids.ts';
import { type Application, APPLICATION_FIELDS, applicationSchema } from './application-schema.ts';
import type { DirectoryList } from './directory-list.ts';
import { faultsOf } from './credential-entry-schema.ts';
import { credentialsOf } from './directory-credentials.ts';
import { credentialsWithIds, isNotDisabled, unreadOf } from './directory-subject.ts';
import { purposeOnApplication } from './key-purpose.ts';
import { ownerLabel } from './owner-label.ts';

const SOURCE: Source = 'entra-applications';

/** The applications of a tenant, with their client secrets and certificates. */
export const APPLICATION_LIST: DirectoryList = {
  source: SOURCE,
  path: 'applications',
  fields: APPLICATION_FIELDS,
  read: (entry, tenant, digest) => {
    const application = applicationSchema.safeParse(entry);
    if (!application.success) return { kind: 'not-understood', reason: faultsOf(application.error) };
    const { id: nativeId, appId, displayName, tags, serviceManagementReference } = application.data;
    const id = subjectId(digest, { tenant: tenant.id, source: SOURCE, nativeId });
    const { found, unread } = credentialsOf(
      application.data,
      purposeOnApplication(application.data.tokenEncryptionKeyId ?? undefined),
    );
    return {
      kind: 'read',
      subject: {
        id,
        tenant: tenant.id,
        environment: tenant.environment,
        source: SOURCE,
        kind: 'application',
        nativeId,
        appId,
        name: displayName ?? appId,
        labels: (tags ?? []).toSorted(),
        ownerHints: {
          serviceManagementReference: serviceManagementReference ?? undefined,
          ownerTag: ownerLabel(application.data),
        },
        enabled: isEnabled(application.data),
        credentials: credentialsWithIds(found, id, digest),
      },
      unread: unreadOf(unread, `applications/${nativeId}`),
    };
  },
};

const isEnabled = ({ isDisabled, disabledByMicrosoftStatus }: Application): boolean =>
  isDisabled !== true && isNotDisabled(disabledByMicrosoftStatus);
