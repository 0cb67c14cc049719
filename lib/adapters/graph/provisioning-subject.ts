import type { Concern, Credential, Subject } from '../../domain/credential.ts';
import { credentialId, type Digest, type SubjectId, subjectId } from '../../domain/ids.ts';
import type { Tenant } from '../../domain/tenant.ts';
import { parseInstant, toIso } from '../../domain/time.ts';
import { FEDERATED_DOMAINS } from './federation-subject.ts';
import { ownerLabel } from './owner-label.ts';
import type { Enterprise, Job } from './provisioning-schema.ts';

export const PROVISIONING_PREFIX = 'provisioning/';
const KIND = 'token';

/** An enterprise application that provisions people, with the token of each job: nobody tells when that ends. */
export const provisioningSubject = (
  application: Enterprise,
  jobs: readonly Job[],
  { tenant, digest }: { readonly tenant: Tenant; readonly digest: Digest },
): Subject | undefined => {
  const configured = jobs.filter(({ status }) => (status?.code ?? 'NotConfigured') !== 'NotConfigured');
  if (configured.length === 0) return undefined;
  const nativeId = `${PROVISIONING_PREFIX}${application.id}`;
  const id = subjectId(digest, { tenant: tenant.id, source: FEDERATED_DOMAINS, nativeId });
  const name = application.displayName ?? application.appId;
  return {
    id,
    tenant: tenant.id,
    environment: tenant.environment,
    source: FEDERATED_DOMAINS,
    kind: 'provisioning',
    nativeId,
    appId: application.appId,
    name,
    labels: (application.tags ?? []).toSorted(),
    ownerHints: { serviceManagementReference: undefined, ownerTag: ownerLabel(application) },
    enabled: application.accountEnabled !== false,
    credentials: configured
      .map((job) => tokenOf(job, name, id, digest))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  };
};

const tokenOf = (
  { id: job, templateId, status }: Job,
  name: string,
  subject: SubjectId,
  digest: Digest,
): Credential => ({
  id: credentialId(digest, subject, KIND, job),
  kind: KIND,
  keyId: job,
  name: templateId ?? undefined,
  startsAt: undefined,
  expiresAt: undefined,
  expiryUnknown: true,
  thumbprint: undefined,
  hint: undefined,
  enabled: true,
  renewsItself: false,
  managedBy: undefined,
  dependents: [{ name, what: 'provisioning' }],
  ...(status?.code === 'Quarantine' && { concerns: [quarantined(status.quarantine)] }),
});

/** When it is tried again is left out: it changes with every try, and is no news. */
const quarantined = (said: NonNullable<Job['status']>['quarantine']): Concern => {
  const since = parseInstant(said?.seriesBegan ?? '');
  const reason = /^\w{1,80}$/.exec(said?.reason ?? '')?.[0];
  return {
    what: 'provisioning-quarantined',
    detail: [
      'The job that provisions people is in quarantine',
      since === undefined ? '' : ` since ${toIso(since).slice(0, 10)}`,
      reason === undefined ? '' : ` (${reason})`,
      '. Look at its token first: it stops so when the other side no longer takes that.',
    ].join(''),
  };
};
