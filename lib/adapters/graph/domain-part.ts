import * as z from 'zod';
import type { Subject } from '../../domain/credential.ts';
import { ok, type Result } from '../../domain/result.ts';
import type { SourceFailure } from '../../ports/credential-source.ts';
import type { Unread } from '../../ports/scans.ts';
import { faultsOf } from './credential-entry-schema.ts';
import { domainSchema, federationSchema } from './federation-schema.ts';
import { federationSubject } from './federation-subject.ts';
import type { DomainDeps } from './domain-deps.ts';
import { askForList, type SourcePart } from './source-part.ts';

const PREFIX = 'domains/';
const LIST = { path: '/domains?$select=id,authenticationType,isVerified', permission: 'Domain.Read.All' };

interface Found {
  readonly subjects: readonly Subject[];
  readonly unread: readonly Unread[];
}

/** The tenant's own domains whose people sign in at an identity provider. */
export const domainPart = (deps: DomainDeps): SourcePart => {
  const federationsOf = async (domain: string): Promise<Result<Found, SourceFailure>> => {
    const answer = await askForList(deps.client, {
      path: `/domains/${encodeURIComponent(domain)}/federationConfiguration`,
      permission: 'Domain-InternalFederation.Read.All',
    });
    if (!answer.ok) return answer;
    // Normally there is one. Were there more, the first would speak for the domain.
    const [first] = answer.value.value;
    const nativeId = `${PREFIX}${domain}`;
    if (first === undefined) return ok({ subjects: [], unread: [] });
    const federation = federationSchema.safeParse(first);
    if (!federation.success)
      return ok({ subjects: [], unread: [{ what: nativeId, reason: faultsOf(federation.error) }] });
    const given = { nativeId, name: domain, domains: [domain], federation: federation.data };
    const { subject, unread } = federationSubject(given, { ...deps, now: deps.clock.now() });
    return ok({ subjects: [subject], unread });
  };

  return {
    name: 'domains',
    holds: (nativeId) => nativeId.startsWith(PREFIX),
    page: async (cursor) => {
      const list = await askForList(deps.client, cursor === undefined ? LIST : { ...LIST, path: cursor });
      if (!list.ok) return list;
      const subjects: Subject[] = [];
      const unread: Unread[] = [];
      for (const entry of list.value.value) {
        const domain = domainSchema.safeParse(entry);
        if (!domain.success) {
          unread.push({ what: `${PREFIX}${nameOf(entry)}`, reason: faultsOf(domain.error) });
          continue;
        }
        if (domain.data.authenticationType !== 'Federated') continue;
        const found = await federationsOf(domain.data.id);
        if (!found.ok) return found;
        subjects.push(...found.value.subjects);
        unread.push(...found.value.unread);
      }
      return ok({ subjects, unread, next: list.value.next });
    },
    look: async (nativeId) => {
      const found = await federationsOf(nativeId.slice(PREFIX.length));
      return found.ok ? ok(found.value.subjects[0]) : found;
    },
  };
};

const nameOf = (entry: unknown): string =>
  z.object({ id: z.string().max(253) }).safeParse(entry).data?.id ?? '(without a name)';
