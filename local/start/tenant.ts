import { Problem } from './problem.ts';

/** A person of the tenant. */
export interface TenantPerson {
  readonly displayName: string;
  readonly userPrincipalName: string;
  readonly mail: string | null;
  readonly accountEnabled: boolean;
  readonly isApprover: boolean;
}

/** What is told of the tenant to those who play in it. */
export interface Tenant {
  readonly tenantId: string;
  readonly people: readonly TenantPerson[];
  readonly nearExpiry: readonly { readonly objectId: string; readonly appId: string }[];
}

/** Reads the tenant from Entra's page for testers. */
export const readTenant = async (tenantUrl: string): Promise<Tenant> => {
  const answer = await fetch(tenantUrl);
  if (!answer.ok) throw new Problem(`Entra does not tell its tenant: ${answer.status}.`);
  return (await answer.json()) as Tenant;
};

/** Those who decide on renewals, by user name. */
export const approversOf = ({ people }: Tenant): readonly string[] =>
  people
    .filter(({ isApprover, accountEnabled }) => isApprover && accountEnabled)
    .map(({ userPrincipalName }) => userPrincipalName);

/** The tenant's people as the service desk knows them. Who has left the company is not there. */
export const deskPeople = (tenant: Tenant): object => ({
  people: tenant.people
    .filter(({ accountEnabled }) => accountEnabled)
    .map(({ userPrincipalName, mail, displayName }) => ({
      userName: userPrincipalName,
      email: mail ?? '',
      name: displayName,
    })),
  approvers: approversOf(tenant),
});
