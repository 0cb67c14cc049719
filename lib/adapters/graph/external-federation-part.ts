import type { Subject } from '../../domain/credential.ts';
import { ok } from '../../domain/result.ts';
import type { Unread } from '../../ports/scans.ts';
import { faultsOf } from './credential-entry-schema.ts';
import type { DomainDeps } from './domain-deps.ts';
import { federationSchema } from './federation-schema.ts';
import { federationSubject } from './federation-subject.ts';
import { askForList, type SourcePart } from './source-part.ts';

const PREFIX = 'external-federations/';
const LIST = {
  path: '/directory/federationConfigurations/graph.samlOrWsFedExternalDomainFederation',
  permission: 'Domain.Read.All',
};

/** Domains of partners whose people sign in, as guests, at an identity provider of theirs. */
export const externalFederationPart = (deps: DomainDeps): SourcePart => {
  const page: SourcePart['page'] = async (cursor) => {
    const list = await askForList(deps.client, cursor === undefined ? LIST : { ...LIST, path: cursor });
    if (!list.ok) return list;
    const subjects: Subject[] = [];
    const unread: Unread[] = [];
    for (const entry of list.value.value) {
      const federation = federationSchema.safeParse(entry);
      if (!federation.success) {
        unread.push({ what: `${PREFIX}(one of them)`, reason: faultsOf(federation.error) });
        continue;
      }
      const { id, displayName, issuerUri } = federation.data;
      const domains = (federation.data.domains ?? []).map((domain) => domain.id).toSorted();
      const name = displayName ?? issuerUri ?? domains[0] ?? id;
      const given = { nativeId: `${PREFIX}${id}`, name, domains, federation: federation.data };
      const made = federationSubject(given, { ...deps, now: deps.clock.now() });
      subjects.push(made.subject);
      unread.push(...made.unread);
    }
    return ok({ subjects, unread, next: list.value.next });
  };
  return {
    name: 'external-federations',
    holds: (nativeId) => nativeId.startsWith(PREFIX),
    page,
    // The list is short, and only it is documented to be readable with this right.
    look: async (nativeId) => {
      let cursor: string | undefined;
      do {
        const list = await page(cursor);
        if (!list.ok) return list;
        const found = list.value.subjects.find((subject) => subject.nativeId === nativeId);
        if (found !== undefined) return ok(found);
        cursor = list.value.next;
      } while (cursor !== undefined);
      return ok(undefined);
    },
  };
};
