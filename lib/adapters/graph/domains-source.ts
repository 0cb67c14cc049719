import { ok } from '../../domain/result.ts';
import type { CredentialSource } from '../../ports/credential-source.ts';
import type { DomainDeps } from './domain-deps.ts';
import { isDomainId } from './domain-id.ts';
import { domainPart } from './domain-part.ts';
import { externalFederationPart } from './external-federation-part.ts';
import { FEDERATED_DOMAINS } from './federation-subject.ts';
import { provisioningPart } from './provisioning-part.ts';
import type { SourcePart } from './source-part.ts';
import { tokenLifetimePart } from './token-lifetime-part.ts';

/** How the people of a tenant sign in, as the tenant itself says: federated domains, its own and partners', and its policies. */
export const graphDomains = (
  deps: DomainDeps & { readonly provisioning?: boolean },
): CredentialSource & Required<Pick<CredentialSource, 'parts'>> => {
  const parts: readonly SourcePart[] = [
    domainPart(deps),
    externalFederationPart(deps),
    tokenLifetimePart(deps),
    ...(deps.provisioning === true ? [provisioningPart(deps)] : []),
  ];
  return {
    tenant: deps.tenant.id,
    source: FEDERATED_DOMAINS,
    watches: isDomainId,
    parts: () => Promise.resolve(ok(parts.map(({ name }) => name))),
    page: async (cursor, name) => {
      const part = parts.find((known) => known.name === name);
      if (part === undefined) throw new Error(`The federated domains have no part ${name ?? '(none)'}.`);
      return part.page(cursor);
    },
    look: async (nativeId) => parts.find(({ holds }) => holds(nativeId))?.look(nativeId) ?? ok(undefined),
  };
};
