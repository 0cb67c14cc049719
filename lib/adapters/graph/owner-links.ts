import type { Subject } from '../../domain/credential.ts';
import type { TenantId } from '../../domain/ids.ts';
import type { LinkEvidence, OwnerLink } from '../../domain/owner-evidence.ts';
import { fail, ok } from '../../domain/result.ts';
import { pageSchema } from './page-schema.ts';
import { askedTogether } from './asked-together.ts';
import type { GraphClient } from './graph-client.ts';
import { notUnderstood } from './graph-failure.ts';
import { membersOf } from './graph-groups.ts';
import {
  encode,
  entryOf,
  findByAddress,
  type Found,
  get,
  type GraphPerson,
  isAddress,
  isGuid,
  toPeople,
  USER_FIELDS,
  userPath,
} from './graph-users.ts';

/** Whom Graph leads to, guests among them. */
export interface GraphNamed {
  readonly people: readonly GraphPerson[];
  readonly members?: readonly GraphPerson[];
  readonly leftOut?: LinkEvidence['leftOut'];
}
export type GraphLink = GraphNamed & { readonly link: OwnerLink };

const NOBODY: GraphNamed = { people: [] };
const OWNER_PAGE = 999;

/** Whom the addresses in tags and the owner lists of a subject lead to; the first answers come in one request. */
export const ownerLinks = async (
  asked: GraphClient,
  subject: Subject,
): Promise<Found<readonly GraphLink[]>> => {
  const ways = waysOf(subject);
  const client = await askedTogether(
    asked,
    ways.flatMap(({ path, address }) => path ?? (isAddress(address) ? userPath(address) : [])),
  );
  const links: GraphLink[] = [];
  for (const { link, path, address } of ways) {
    const found =
      path === undefined
        ? await atAddress(client, subject.tenant, address)
        : await owners(client, subject.tenant, path);
    if (!found.ok) return found;
    links.push({ link, ...found.value });
  }
  return ok(links);
};

type Way = { readonly link: OwnerLink } & (
  | { readonly path: string; readonly address?: undefined }
  | { readonly path?: undefined; readonly address: string }
);

/** Where to look, in the order of the chain. A thing that has no application of its own may still name one. */
const waysOf = ({ kind, nativeId, appId, ownerHints }: Subject): readonly Way[] => {
  const tag = (link: OwnerLink, address: string | undefined): readonly Way[] =>
    address === undefined ? [] : [{ link, address }];
  const list = (link: OwnerLink, thing: string | undefined): readonly Way[] =>
    thing === undefined ? [] : [{ link, path: `${thing}/owners?$select=${USER_FIELDS}&$top=${OWNER_PAGE}` }];
  const byAppId = (set: string) =>
    appId !== undefined && isGuid(appId) ? `/${set}(appId='${encode(appId)}')` : undefined;
  return [
    ...tag('owner-tag', ownerHints.ownerTag),
    ...list(
      'application-owner',
      kind === 'application' ? `/applications/${encode(nativeId)}` : byAppId('applications'),
    ),
    ...list(
      'service-principal-owner',
      kind === 'service-principal' ? `/servicePrincipals/${encode(nativeId)}` : byAppId('servicePrincipals'),
    ),
    ...tag('vault-tag', ownerHints.vaultOwnerTag),
    ...tag('resource-group-tag', ownerHints.resourceGroupOwnerTag),
    ...tag('subscription-tag', ownerHints.subscriptionOwnerTag),
  ];
};

/**
 * Whom an address leads to that somebody wrote onto a thing: a user principal name, a mail address, or that of a group. An
 * address that the directory does not know is nobody: else whoever tags a thing could have mails sent anywhere.
 */
export const atAddress = async (
  client: GraphClient,
  tenant: TenantId,
  address: string,
): Promise<Found<GraphNamed>> => {
  if (!isAddress(address)) return ok({ ...NOBODY, leftOut: { unknown: 1 } });
  const person = await findByAddress(client, tenant, address);
  if (!person.ok) return person;
  return person.value === undefined ? inGroup(client, tenant, address) : ok({ people: [person.value] });
};

export const inGroup = async (
  client: GraphClient,
  tenant: TenantId,
  idOrMail: string,
): Promise<Found<GraphNamed>> => {
  const members = await membersOf(client, tenant, idOrMail);
  if (!members.ok) return members;
  switch (members.value) {
    case 'none':
      return ok({ ...NOBODY, leftOut: { unknown: 1 } });
    case 'too many':
      return ok({ ...NOBODY, leftOut: { largeGroups: 1 } });
    case 'unreadable':
      return ok({ ...NOBODY, leftOut: { unreadableGroups: 1 } });
    default:
      return ok({ people: [], members: members.value });
  }
};

/** The users among the owners of an object, on all pages; of one that is gone there are none. */
const owners = async (client: GraphClient, tenant: TenantId, path: string): Promise<Found<GraphNamed>> => {
  const people: GraphPerson[] = [];
  let servicePrincipals = 0;
  let unknown = 0;
  let next: string | undefined = path;
  while (next !== undefined) {
    const answer: Found<unknown> = await get(client, next);
    if (!answer.ok) return answer;
    if (answer.value === undefined) break;
    const page = pageSchema.safeParse(answer.value);
    if (!page.success) return fail(toPeople(notUnderstood));
    for (const entry of page.data.value) {
      const owner = await entryOf(client, tenant, entry);
      if (!owner.ok) return owner;
      if (owner.value === undefined) unknown += 1;
      else if ('objectId' in owner.value) people.push(owner.value);
      else servicePrincipals += 1;
    }
    next = page.data['@odata.nextLink'];
  }
  return ok({ people, leftOut: { servicePrincipals, unknown } });
};
