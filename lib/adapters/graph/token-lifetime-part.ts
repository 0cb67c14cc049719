import * as z from 'zod';
import type { Subject } from '../../domain/credential.ts';
import { credentialId, subjectId } from '../../domain/ids.ts';
import { fail, ok } from '../../domain/result.ts';
import type { Unread } from '../../ports/scans.ts';
import { faultsOf } from './credential-entry-schema.ts';
import type { DomainDeps } from './domain-deps.ts';
import { FEDERATED_DOMAINS } from './federation-subject.ts';
import { notUnderstood } from './graph-failure.ts';
import { outage } from './graph-source-failure.ts';
import { isObjectId } from './object-id.ts';
import { askFor, askForList, type SourcePart } from './source-part.ts';
import { accessTokenLifetime, lifetimeWords } from './token-lifetime.ts';

const PREFIX = 'token-lifetime-policies/';
const PATH = '/policies/tokenLifetimePolicies';
const PERMISSION = 'Policy.Read.All';
const KIND = 'token';

const policySchema = z.object({
  id: z.guid().toLowerCase(),
  displayName: z.string().nullish(),
  definition: z.array(z.string()),
  isOrganizationDefault: z.boolean().nullish(),
});

/** Policies by which access tokens live longer or shorter than the hour that they live by default. */
export const tokenLifetimePart = (deps: DomainDeps): SourcePart => {
  const read = (entry: unknown): { readonly subject: Subject } | { readonly unread: Unread } | 'nothing' => {
    const policy = policySchema.safeParse(entry);
    if (!policy.success)
      return { unread: { what: `${PREFIX}(one of them)`, reason: faultsOf(policy.error) } };
    const { id, definition } = policy.data;
    const lifetime = accessTokenLifetime(definition);
    if (lifetime === 'default') return 'nothing';
    if (lifetime === 'not-understood')
      return { unread: { what: `${PREFIX}${id}`, reason: 'definition: not understood' } };
    const where =
      policy.data.isOrganizationDefault === true
        ? 'of the whole organisation, save for applications with a policy of their own'
        : 'of the applications that the policy is assigned to';
    return { subject: subjectOf(policy.data, `Access tokens ${where} live ${lifetimeWords(lifetime)}.`) };
  };

  /** Nothing ends here by itself: the policy is shown for what it changes. */
  const subjectOf = (policy: z.infer<typeof policySchema>, detail: string): Subject => {
    const nativeId = `${PREFIX}${policy.id}`;
    const { tenant, digest } = deps;
    const id = subjectId(digest, { tenant: tenant.id, source: FEDERATED_DOMAINS, nativeId });
    return {
      id,
      tenant: tenant.id,
      environment: tenant.environment,
      source: FEDERATED_DOMAINS,
      kind: 'tenant-policy',
      nativeId,
      appId: undefined,
      name: policy.displayName ?? policy.id,
      labels: [],
      ownerHints: { serviceManagementReference: undefined, ownerTag: undefined },
      enabled: true,
      credentials: [
        {
          id: credentialId(digest, id, KIND, policy.id),
          kind: KIND,
          keyId: policy.id,
          name: policy.displayName ?? undefined,
          startsAt: undefined,
          expiresAt: undefined,
          expiryUnknown: true,
          thumbprint: undefined,
          hint: undefined,
          enabled: true,
          renewsItself: false,
          managedBy: undefined,
          concerns: [{ what: 'token-lifetime-changed', detail }],
        },
      ],
    };
  };

  return {
    name: 'token-lifetime-policies',
    holds: (nativeId) => nativeId.startsWith(PREFIX),
    page: async (cursor) => {
      const list = await askForList(deps.client, { path: cursor ?? PATH, permission: PERMISSION });
      if (!list.ok) return list;
      const all = list.value.value.map(read).filter((one) => one !== 'nothing');
      return ok({
        subjects: all.flatMap((one) => ('subject' in one ? [one.subject] : [])),
        unread: all.flatMap((one) => ('unread' in one ? [one.unread] : [])),
        next: list.value.next,
      });
    },
    look: async (nativeId) => {
      const id = nativeId.slice(PREFIX.length);
      if (!isObjectId(id)) return ok(undefined);
      const answer = await askFor(deps.client, { path: `${PATH}/${id}`, permission: PERMISSION });
      if (!answer.ok) return answer;
      if (answer.value === undefined) return ok(undefined);
      const one = read(answer.value);
      if (one === 'nothing') return ok(undefined);
      return 'unread' in one ? fail(outage(notUnderstood.detail)) : ok(one.subject);
    },
  };
};
