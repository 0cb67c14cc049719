import type { Concern, Credential, Source, Subject } from '../../domain/credential.ts';
import { credentialId, type Digest, type SubjectId, subjectId } from '../../domain/ids.ts';
import type { Tenant } from '../../domain/tenant.ts';
import { days, type Instant, minus, parseInstant, toIso } from '../../domain/time.ts';
import type { Unread } from '../../ports/scans.ts';
import { certificateFacts, type CertificateFacts } from './certificate-facts.ts';
import type { Federation } from './federation-schema.ts';

export const FEDERATED_DOMAINS: Source = 'federated-domains';
const KIND = 'federation-signing-certificate';

/** From then on the directory itself looks for the next certificate every day. */
const NEAR = days(30);

interface Given {
  readonly nativeId: string;
  readonly name: string;
  /** The domains whose people sign in by it. */
  readonly domains: readonly string[];
  readonly federation: Federation;
}

/** A trust in an identity provider, with the certificates that it signs by: the one in use, and the next if it is known. */
export const federationSubject = (
  { nativeId, name, domains, federation }: Given,
  { tenant, digest, now }: { readonly tenant: Tenant; readonly digest: Digest; readonly now: Instant },
): { readonly subject: Subject; readonly unread: readonly Unread[] } => {
  const id = subjectId(digest, { tenant: tenant.id, source: FEDERATED_DOMAINS, nativeId });
  const unread: Unread[] = [];
  const read = (field: 'signingCertificate' | 'nextSigningCertificate'): CertificateFacts | undefined => {
    const text = federation[field];
    if (text === undefined || text === null || text === '') return undefined;
    const facts = certificateFacts(text);
    if (facts === undefined) unread.push({ what: `${nativeId}/${field}`, reason: 'not a certificate' });
    return facts;
  };
  const current = read('signingCertificate');
  const next = read('nextSigningCertificate');
  const isNews = next !== undefined && next.thumbprint !== current?.thumbprint;
  const make = credentialMaker(id, digest, domains);
  const isMissing = current !== undefined && next === undefined && minus(current.expiresAt, NEAR) <= now;
  return {
    subject: {
      id,
      tenant: tenant.id,
      environment: tenant.environment,
      source: FEDERATED_DOMAINS,
      kind: 'federated-domain',
      nativeId,
      appId: undefined,
      name,
      labels: [],
      ownerHints: { serviceManagementReference: undefined, ownerTag: undefined },
      enabled: true,
      credentials: [
        ...(current === undefined
          ? []
          : [make(current, 'current', isMissing ? [nextMissing(federation)] : undefined)]),
        ...(isNews ? [make(next, 'next')] : []),
      ],
    },
    unread,
  };
};

const credentialMaker =
  (id: SubjectId, digest: Digest, domains: readonly string[]) =>
  (facts: CertificateFacts, role: 'current' | 'next', concerns?: readonly Concern[]): Credential => ({
    ...facts,
    id: credentialId(digest, id, KIND, facts.thumbprint),
    kind: KIND,
    keyId: facts.thumbprint,
    hint: undefined,
    enabled: true,
    renewsItself: false,
    managedBy: undefined,
    role,
    dependents: domains.map((name) => ({ name, what: 'federated-domain' })),
    ...(concerns && { concerns }),
  });

const nextMissing = ({ signingCertificateUpdateStatus: status }: Federation): Concern => {
  const at = parseInstant(status?.lastRunDateTime ?? '');
  const result =
    /^\w{1,60}$/.exec(status?.certificateUpdateResult ?? '')?.[0] ?? 'with a result that is not known';
  const looked =
    at === undefined
      ? 'The directory has not said when it last looked for one in the metadata of the identity provider.'
      : `The directory last looked for one on ${toIso(at).slice(0, 10)}: ${result}.`;
  return { what: 'next-missing', detail: `The next signing certificate is not known. ${looked}` };
};
