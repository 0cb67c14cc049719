import * as z from 'zod';
import type { AccessPackages } from '../infra/access-packages.ts';
import type { GraphCalls } from './graph-calls.ts';
import { type AppRole, nameOf } from './layer.ts';

const BASE = '/identityGovernance/entitlementManagement';
const ORIGIN = 'AadApplication';
const made = z.object({ id: z.string() });
const named = z.object({ value: z.array(made) });

type Package = AccessPackages['packages'][number];

/**
 * Makes the access packages by which people come to app roles: a catalogue with the applications, a package for each role,
 * a policy with its approvers and reviews. What is there already under its name is left as it is.
 */
export const deployPackages = async (
  graph: GraphCalls,
  { catalog, organisation, packages }: AccessPackages,
  environmentName: string,
  appRoles: readonly AppRole[],
  startAt: Date,
  tell: (line: string) => void,
): Promise<void> => {
  const catalogId = await ensure(graph, `${BASE}/catalogs`, catalog, {
    description: `Roles of Expiry Monitor at ${organisation}`,
    state: 'published',
    isExternallyVisible: false,
  });
  const resources = new Map<string, Resource>();
  for (const one of packages) {
    const resource =
      resources.get(one.application) ??
      (await resourceOf(graph, catalogId, nameOf(one.application, environmentName)));
    resources.set(one.application, resource);
    const role = appRoles.find(({ value }) => value === one.role);
    if (role === undefined) throw new Error(`There is no app role ${one.role}.`);
    if ((await find(graph, `${BASE}/accessPackages`, one.displayName)) !== undefined) continue;
    tell(`${one.displayName} leads to ${one.role} of ${one.application}`);
    const description = `${one.description} ${organisation}, ${one.department}. ${one.requestUrl}`;
    const { id } = made.parse(
      await graph.post(`${BASE}/accessPackages`, {
        displayName: one.displayName,
        description,
        catalog: { id: catalogId },
      }),
    );
    await graph.post(`${BASE}/accessPackages/${id}/resourceRoleScopes`, roleScope(resource, role));
    await graph.post(`${BASE}/assignmentPolicies`, policyOf(one, id, startAt));
  }
};

interface Resource {
  readonly id: string;
  /** The service principal. */
  readonly originId: string;
}

const find = async (graph: GraphCalls, path: string, displayName: string): Promise<string | undefined> => {
  const name = displayName.replaceAll("'", "''");
  const found = await graph.get(
    `${path}?$filter=${encodeURIComponent(`displayName eq '${name}'`)}&$select=id`,
  );
  return named.parse(found ?? { value: [] }).value[0]?.id;
};

const ensure = async (graph: GraphCalls, path: string, displayName: string, body: object): Promise<string> =>
  (await find(graph, path, displayName)) ?? made.parse(await graph.post(path, { displayName, ...body })).id;

/** An application as a resource of the catalogue; it is added where it is not there. */
const resourceOf = async (graph: GraphCalls, catalogId: string, uniqueName: string): Promise<Resource> => {
  const registration = await graph.get(`/applications(uniqueName='${uniqueName}')`);
  if (registration === undefined)
    throw new Error(`The registration ${uniqueName} is not there: deploy the Graph layer first.`);
  const { appId } = z.object({ appId: z.string() }).parse(registration);
  const { id: originId } = made.parse(await graph.get(`/servicePrincipals(appId='${appId}')`));
  const path = `${BASE}/catalogs/${catalogId}/resources?$filter=${encodeURIComponent(`originId eq '${originId}'`)}&$select=id`;
  const there = named.parse((await graph.get(path)) ?? { value: [] }).value[0];
  if (there !== undefined) return { id: there.id, originId };
  await graph.post(`${BASE}/resourceRequests`, {
    requestType: 'adminAdd',
    resource: { originId, originSystem: ORIGIN },
    catalog: { id: catalogId },
  });
  const added = named.parse((await graph.get(path)) ?? { value: [] }).value[0];
  return { id: added?.id ?? '(not made yet)', originId };
};

const roleScope = ({ id, originId }: Resource, role: AppRole) => ({
  role: {
    originId: role.id,
    displayName: role.displayName,
    originSystem: ORIGIN,
    resource: { id, originId, originSystem: ORIGIN },
  },
  scope: { originId, originSystem: ORIGIN, isRootScope: true },
});

const people = (ids: readonly string[]) =>
  ids.map((userId) => ({ '@odata.type': '#microsoft.graph.singleUser', userId }));

const policyOf = (one: Package, accessPackageId: string, startAt: Date) => ({
  displayName: `${one.displayName}: on request`,
  description: one.description,
  allowedTargetScope: 'allMemberUsers',
  expiration: { type: 'noExpiration' },
  requestorSettings: { enableTargetsToSelfAddAccess: true, enableTargetsToSelfRemoveAccess: true },
  requestApprovalSettings: {
    isApprovalRequiredForAdd: true,
    stages: [
      {
        durationBeforeAutomaticDenial: 'P14D',
        isApproverJustificationRequired: true,
        isEscalationEnabled: false,
        primaryApprovers: people(one.approvers),
      },
    ],
  },
  reviewSettings: {
    isEnabled: true,
    // Silence of a reviewer is no consent.
    expirationBehavior: 'removeAccess',
    isSelfReview: false,
    isReviewerJustificationRequired: true,
    schedule: {
      startDateTime: startAt.toISOString(),
      expiration: { type: 'afterDuration', duration: 'P14D' },
      recurrence: {
        pattern: { type: 'absoluteMonthly', interval: monthsOf(one.reviewEveryDays) },
        range: { type: 'noEnd', startDate: startAt.toISOString().slice(0, 10) },
      },
    },
    primaryReviewers: people(one.reviewers),
  },
  accessPackage: { id: accessPackageId },
});

/** Reviews come monthly, quarterly, twice or once a year: the longest of these that is no longer than asked for. */
const monthsOf = (days: number): number => [12, 6, 3].find((months) => months * 30 <= days) ?? 1;
