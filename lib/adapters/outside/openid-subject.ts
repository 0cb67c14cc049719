import type { Credential, Subject } from '../../domain/credential.ts';
import { credentialId, type Digest, subjectId } from '../../domain/ids.ts';
import { type OpenIdProvider, providerTitle, type ShownKey } from '../../domain/openid-provider.ts';
import type { Tenant } from '../../domain/tenant.ts';

export const OPENID_PROVIDERS = 'openid-providers';

const PLAIN = {
  hint: undefined,
  enabled: true,
  renewsItself: false,
  managedBy: undefined,
} as const;

/**
 * The subject that a provider is: the client credentials that are registered at it, and the keys that it signs with. When the
 * client credentials end nobody here can see; the directory that issued them shows it, under the same client id. What is
 * wrong with the provider is a concern of theirs, so that it is said once, whatever keys there are.
 */
export const providerSubject = (
  provider: OpenIdProvider,
  { tenant, digest }: { readonly tenant: Tenant; readonly digest: Digest },
): Subject => {
  const id = subjectId(digest, { tenant: tenant.id, source: OPENID_PROVIDERS, nativeId: provider.id });
  const { clientId, trouble, usedBy, keys, status } = provider;
  const dependents =
    usedBy.length === 0 ? undefined : usedBy.map((name) => ({ name, what: 'relying-party' }));
  const client: Credential = {
    ...PLAIN,
    id: credentialId(digest, id, 'client-secret', clientId),
    kind: 'client-secret',
    keyId: clientId,
    name: provider.credentials,
    startsAt: undefined,
    expiresAt: undefined,
    expiryUnknown: true,
    thumbprint: undefined,
    concerns: trouble === undefined ? undefined : [trouble],
    dependents,
  };
  const signing = keys.map((key): Credential => {
    const { kind, keyId, ends } = named(key);
    return {
      ...PLAIN,
      id: credentialId(digest, id, kind, keyId),
      kind,
      keyId,
      name: key.certificate?.name,
      startsAt: key.certificate?.startsAt,
      expiresAt: key.certificate?.expiresAt,
      ...ends,
      thumbprint: key.certificate?.thumbprint,
      dependents,
    };
  });
  return {
    id,
    tenant: tenant.id,
    environment: tenant.environment,
    source: OPENID_PROVIDERS,
    kind: 'openid-provider',
    nativeId: provider.id,
    appId: clientId,
    name: providerTitle(provider),
    labels: [],
    ownerHints: { serviceManagementReference: undefined, ownerTag: undefined },
    enabled: status === 'enabled',
    credentials: [client, ...signing].toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  };
};

/** A key without a certificate may end at any time, and does not say when. */
const named = ({ keyId, certificate }: ShownKey) =>
  certificate === undefined
    ? ({ kind: 'token-signing-key', keyId, ends: { expiryUnknown: true } } as const)
    : ({ kind: 'token-signing-certificate', keyId: certificate.thumbprint, ends: {} } as const);
