import * as z from 'zod';
import { fail, ok, type Result } from '../../domain/result.ts';
import { type Duration, hours, type Instant, plus } from '../../domain/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { SourceFailure } from '../../ports/credential-source.ts';
import type { GraphClient } from './graph-client.ts';
import { notUnderstood } from './graph-failure.ts';
import { outage } from './graph-source-failure.ts';
import { askFor, askForList } from './source-part.ts';

/** With one of these application permissions on Graph whoever signs in can make itself master of the tenant. */
const ROLES: readonly string[] = [
  'Application.ReadWrite.All',
  'AppRoleAssignment.ReadWrite.All',
  'Directory.ReadWrite.All',
  'RoleManagement.ReadWrite.Directory',
  'Domain.ReadWrite.All',
  'Policy.ReadWrite.PermissionGrant',
  'User-PasswordProfile.ReadWrite.All',
  'UserAuthenticationMethod.ReadWrite.All',
];
const GRAPH_APP_ID = '00000003-0000-0000-c000-000000000000';
const PERMISSION = 'Application.Read.All';
/** Assignments change seldom, and a scan asks for them on each of its pages. */
const KEPT: Duration = hours(1);

const graphSchema = z.object({
  id: z.guid(),
  appRoles: z.array(z.object({ id: z.string(), value: z.string().nullish() })),
});
const assignmentSchema = z.object({ principalId: z.guid().toLowerCase(), appRoleId: z.string() });
const principalSchema = z.object({ appId: z.guid().toLowerCase() });

/** Object ids of service principals, and client ids of their applications. */
export type Privileged = ReadonlySet<string>;

/** Who holds such a permission. Asked anew after an hour; what failed is asked anew at once. */
export const privilegedPrincipals = (deps: {
  readonly client: GraphClient;
  readonly clock: Clock;
}): (() => Promise<Result<Privileged, SourceFailure>>) => {
  let known: { readonly ids: Privileged; readonly until: Instant } | undefined;
  return async () => {
    const now = deps.clock.now();
    if (known !== undefined && now < known.until) return ok(known.ids);
    const read = await readPrivileged(deps.client);
    if (read.ok) known = { ids: read.value, until: plus(now, KEPT) };
    return read;
  };
};

const readPrivileged = async (client: GraphClient): Promise<Result<Privileged, SourceFailure>> => {
  const path = `/servicePrincipals(appId='${GRAPH_APP_ID}')?$select=id,appRoles`;
  const answer = await askFor(client, { path, permission: PERMISSION });
  if (!answer.ok) return answer;
  const graph = graphSchema.safeParse(answer.value);
  if (!graph.success) return fail(outage(notUnderstood.detail));
  const roles = new Set(
    graph.data.appRoles.filter(({ value }) => ROLES.includes(value ?? '')).map(({ id }) => id),
  );
  const holders = new Set<string>();
  let next: string | undefined = `/servicePrincipals/${graph.data.id}/appRoleAssignedTo?$top=999`;
  while (next !== undefined) {
    const list: Awaited<ReturnType<typeof askForList>> = await askForList(client, {
      path: next,
      permission: PERMISSION,
    });
    if (!list.ok) return list;
    for (const entry of list.value.value) {
      const assignment = assignmentSchema.safeParse(entry);
      if (assignment.success && roles.has(assignment.data.appRoleId))
        holders.add(assignment.data.principalId);
    }
    next = list.value.next;
  }
  return withApplications(client, holders);
};

/** An application is known by its client id, which an assignment does not tell. There are few of them. */
const withApplications = async (
  client: GraphClient,
  holders: ReadonlySet<string>,
): Promise<Result<Privileged, SourceFailure>> => {
  const ids = new Set(holders);
  for (const id of holders) {
    const path = `/servicePrincipals/${id}?$select=appId`;
    const answer = await askFor(client, { path, permission: PERMISSION });
    if (!answer.ok) return answer;
    const principal = principalSchema.safeParse(answer.value);
    if (principal.success) ids.add(principal.data.appId);
  }
  return ok(ids);
};
