import type { TokenCredential } from '@azure/identity';
import { attempt, GRANTED, MISSING, type Need, unknown } from './need.ts';
import { without } from './without.ts';

/** Greater permissions that hold a smaller one. */
const HELD_BY: Readonly<Record<string, readonly string[]>> = {
  'Application.Read.All': [
    'Application.ReadWrite.OwnedBy',
    'Application.ReadWrite.All',
    'Directory.Read.All',
  ],
  'Application.ReadWrite.OwnedBy': ['Application.ReadWrite.All'],
  'User.Read.All': ['User.ReadWrite.All', 'Directory.Read.All'],
  'GroupMember.Read.All': ['GroupMember.ReadWrite.All', 'Group.Read.All', 'Directory.Read.All'],
  'Domain.Read.All': ['Domain.ReadWrite.All'],
  'Domain-InternalFederation.Read.All': ['Domain-InternalFederation.ReadWrite.All'],
  'Policy.Read.All': [],
  'Synchronization.Read.All': ['Synchronization.ReadWrite.All'],
};

interface Tenant {
  readonly id: string;
  readonly name: string;
  readonly graph: URL;
  readonly credential: TokenCredential;
}

/** A token says itself which application permissions it was given, so nothing has to be tried. */
export const graphNeeds = (tenants: readonly Tenant[], permissions: readonly string[]): readonly Need[] =>
  tenants.flatMap((tenant) => {
    const roles = rolesOf(tenant);
    const where = tenants.length === 1 ? '' : ` in tenant ${tenant.name}`;
    return permissions.map((permission): Need => ({
      right: `Graph application permission ${permission}${where}`,
      without: without(`graph ${permission}`),
      probe: () =>
        attempt(async () => {
          const given = await roles();
          const held = [permission, ...(HELD_BY[permission] ?? [])].some((each) => given.includes(each));
          return held ? GRANTED : MISSING;
        }),
    }));
  });

/** Asked once for all permissions of a tenant. */
const rolesOf = ({ graph, credential }: Tenant): (() => Promise<readonly string[]>) => {
  let asked: Promise<readonly string[]> | undefined;
  return () =>
    (asked ??= credential.getToken(`${graph.origin}/.default`).then((token) => {
      const claims: unknown = JSON.parse(
        Buffer.from(token?.token.split('.')[1] ?? '', 'base64url').toString('utf8') || '{}',
      );
      const { roles = [] } = claims as { readonly roles?: readonly string[] };
      return roles;
    }));
};

/** For those who sign in as a person: a person's token has no application permissions to look at. */
export const notForPeople = (needs: readonly Need[]): readonly Need[] =>
  needs.map((need) => ({
    ...need,
    probe: () => Promise.resolve(unknown("only the app's own identity can tell; this is a person's sign-in")),
  }));
