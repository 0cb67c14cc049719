import type { Concern, Credential, KnownDependent, Source } from '../../domain/credential.ts';
import { subjectId } from '../../domain/ids.ts';
import { faultsOf } from './credential-entry-schema.ts';
import { credentialsOf } from './directory-credentials.ts';
import type { DirectoryList } from './directory-list.ts';
import { credentialsWithIds, isNotDisabled, unreadOf } from './directory-subject.ts';
import { purposeOnPrincipal } from './key-purpose.ts';
import { ownerLabel } from './owner-label.ts';
import { type Principal, PRINCIPAL_FIELDS, principalSchema } from './principal-schema.ts';

const SOURCE: Source = 'entra-service-principals';

/**
 * The service principals of a tenant that hold credentials of their own: SAML signing certificates above all. Most hold
 * none, since their application does, or a tenant elsewhere; those are nothing to us.
 */
export const PRINCIPAL_LIST: DirectoryList = {
  source: SOURCE,
  path: 'servicePrincipals',
  fields: PRINCIPAL_FIELDS,
  read: (entry, tenant, digest) => {
    const parsed = principalSchema.safeParse(entry);
    if (!parsed.success) return { kind: 'not-understood', reason: faultsOf(parsed.error) };
    const principal = parsed.data;
    const nativeId = principal.id;
    const id = subjectId(digest, { tenant: tenant.id, source: SOURCE, nativeId });
    const { found, unread } = credentialsOf(principal, purposeOnPrincipal(saysOf(principal)));
    const lost = unreadOf(unread, `servicePrincipals/${nativeId}`);
    if (found.length === 0) return { kind: 'holds-nothing', unread: lost };
    return {
      kind: 'read',
      subject: {
        id,
        tenant: tenant.id,
        environment: tenant.environment,
        source: SOURCE,
        kind: 'service-principal',
        nativeId,
        appId: principal.appId,
        name: principal.displayName ?? principal.appId,
        labels: (principal.tags ?? []).toSorted(),
        ownerHints: { serviceManagementReference: undefined, ownerTag: ownerLabel(principal) },
        enabled: principal.accountEnabled !== false && isNotDisabled(principal.disabledByMicrosoftStatus),
        principalType: principal.servicePrincipalType ?? undefined,
        ownerOrganization: principal.appOwnerOrganizationId ?? undefined,
        credentials: credentialsWithIds(found, id, digest).map((one) => withRelations(one, principal)),
      },
      unread: lost,
    };
  },
};

const saysOf = (principal: Principal): Parameters<typeof purposeOnPrincipal>[0] => ({
  tokenEncryptionKeyId: principal.tokenEncryptionKeyId ?? undefined,
  preferredSingleSignOnMode: principal.preferredSingleSignOnMode ?? undefined,
  preferredTokenSigningKeyThumbprint: principal.preferredTokenSigningKeyThumbprint ?? undefined,
});

/** Who trusts what the directory signs stops working with it, and the directory mails only those on its list. */
const withRelations = (credential: Credential, principal: Principal): Credential => {
  if (credential.kind !== 'saml-signing-certificate' && credential.kind !== 'token-signing-certificate')
    return credential;
  const dependents = relyingParties(principal);
  const isUntold = credential.role !== 'secondary' && principal.notificationEmailAddresses?.length === 0;
  return { ...credential, dependents, ...(isUntold && { concerns: [NOBODY_IS_TOLD] }) };
};

const NOBODY_IS_TOLD: Concern = {
  what: 'notification-list-empty',
  detail: 'No address is on the list of those whom the directory tells before this certificate ends.',
};

/** More than these are not listed: reply addresses of one product may be many. */
const PARTIES_LISTED = 5;

/** Named by the host that people are sent back to; without one, by what the directory calls it. */
const relyingParties = ({
  loginUrl,
  replyUrls,
  displayName,
  appId,
}: Principal): readonly KnownDependent[] => {
  const urls = [...(replyUrls ?? []), loginUrl ?? ''].filter((text) => URL.canParse(text));
  const hosts = new Set(urls.map((url) => new URL(url).host).filter((host) => host !== ''));
  const names = hosts.size === 0 ? [displayName ?? appId] : [...hosts].toSorted().slice(0, PARTIES_LISTED);
  return names.map((name) => ({ name, what: 'relying-party' }));
};
