import * as z from 'zod';
import apiScope from '../../infra/graph/api-scope.json' with { type: 'json' };
import type { GraphCalls } from './graph-calls.ts';

/** What the Graph layer is made for: the same as the parameters of infra/graph/main.bicep. */
export interface GraphLayer {
  readonly environmentName: string;
  readonly principalIds: Readonly<Record<string, string>>;
  /** The address of the app link, where recipients sign in. */
  readonly linkBaseUrl: string;
  /** Whose people and programs may call the API. */
  readonly callersAudience: 'AzureADMyOrg' | 'AzureADMultipleOrgs';
  readonly appRoles: readonly AppRole[];
  /** The permissions of each role, by name. */
  readonly permissions: Readonly<Record<string, readonly string[]>>;
  /** How the registration that recipients sign in to knows its app: its identity, or a certificate where identities can't be trusted. */
  readonly trust: { readonly issuer: string } | { readonly certificate: string };
}

export interface AppRole {
  readonly id: string;
  readonly value: string;
  readonly displayName: string;
  readonly description: string;
}

const GRAPH_APP_ID = '00000003-0000-0000-c000-000000000000';
const AUDIENCE = 'api://AzureADTokenExchange';
/** Whom people sign in to; the app renew faces nobody. */
const SIGN_INS = ['watch', 'link'] as const;

const graphItself = z.object({
  id: z.string(),
  appRoles: z.array(z.object({ id: z.string(), value: z.string().nullish() })),
});
const assignments = z.object({
  value: z.array(z.object({ id: z.string(), resourceId: z.string(), appRoleId: z.string() })),
});
const registration = z.object({ id: z.string(), appId: z.string() });
const federations = z.object({ value: z.array(z.object({ id: z.string(), name: z.string() })) });
const principal = z.object({ id: z.string() });

type Tell = (line: string) => void;

export const nameOf = (app: string, environmentName: string): string =>
  `expiry-monitor-${app}-${environmentName}`;

/** What a role's identity holds of Graph and what it should, by name. */
interface Grants {
  readonly graphId: string;
  readonly missing: readonly { readonly name: string; readonly id: string }[];
  readonly surplus: readonly { readonly name: string; readonly assignmentId: string }[];
}

const grantsOf = async (
  graph: GraphCalls,
  principalId: string,
  wanted: readonly string[],
): Promise<Grants> => {
  const { id: graphId, appRoles } = graphItself.parse(
    await graph.get(`/servicePrincipals(appId='${GRAPH_APP_ID}')?$select=id,appRoles`),
  );
  const found = await graph.get(`/servicePrincipals/${principalId}/appRoleAssignments`);
  if (found === undefined)
    throw new Error(`There is no service principal ${principalId}: deploy the apps first.`);
  const held = assignments.parse(found).value.filter(({ resourceId }) => resourceId === graphId);
  const ids = wanted.map((name) => {
    const id = appRoles.find(({ value }) => value === name)?.id;
    if (id === undefined) throw new Error(`Graph has no application permission ${name}.`);
    return { name, id };
  });
  return {
    graphId,
    missing: ids.filter(({ id }) => !held.some(({ appRoleId }) => appRoleId === id)),
    surplus: held
      .filter(({ appRoleId }) => !ids.some(({ id }) => id === appRoleId))
      .map(({ id, appRoleId }) => ({
        assignmentId: id,
        name: appRoles.find((role) => role.id === appRoleId)?.value ?? appRoleId,
      })),
  };
};

/** What is missing and what is too much, a line each. Empty: all is as it should be. */
export const verifyLayer = async (graph: GraphCalls, layer: GraphLayer): Promise<readonly string[]> => {
  const lines: string[] = [];
  for (const [role, principalId] of Object.entries(layer.principalIds)) {
    const { missing, surplus } = await grantsOf(graph, principalId, layer.permissions[role] ?? []);
    lines.push(
      ...missing.map(({ name }) => `${role} lacks ${name}`),
      ...surplus.map(({ name }) => `${role} has ${name}, which it does not need`),
    );
  }
  for (const app of SIGN_INS) {
    const name = nameOf(app, layer.environmentName);
    const found = await graph.get(`/applications(uniqueName='${name}')`);
    if (found === undefined) lines.push(`the registration ${name} is not there`);
  }
  return lines;
};

/** Makes the layer as it should be. Done twice, the second time changes nothing but what someone changed meanwhile. */
export const applyLayer = async (
  graph: GraphCalls,
  layer: GraphLayer,
  tell: Tell,
): Promise<Readonly<Record<string, string>>> => {
  for (const [role, principalId] of Object.entries(layer.principalIds)) {
    const { graphId, missing, surplus } = await grantsOf(graph, principalId, layer.permissions[role] ?? []);
    for (const { name, id } of missing) {
      tell(`${role} gets ${name}`);
      await graph.post(`/servicePrincipals/${graphId}/appRoleAssignedTo`, {
        principalId,
        resourceId: graphId,
        appRoleId: id,
      });
    }
    for (const { name, assignmentId } of surplus) {
      tell(`${role} loses ${name}`);
      await graph.delete(`/servicePrincipals/${graphId}/appRoleAssignedTo/${assignmentId}`);
    }
  }
  const clientIds: Record<string, string> = {};
  for (const app of SIGN_INS) clientIds[app] = await registrationOf(graph, layer, app, tell);
  return clientIds;
};

/** The registration of an app, as infra/graph/main.bicep makes it. */
const bodyOf = (layer: GraphLayer, app: 'watch' | 'link'): object => {
  const rolesFor = (...allowedMemberTypes: readonly string[]) =>
    layer.appRoles.map((role) => ({ ...role, allowedMemberTypes, isEnabled: true }));
  const displayName = `Expiry Monitor ${app} (${layer.environmentName})`;
  if (app === 'watch') {
    return {
      displayName,
      signInAudience: layer.callersAudience,
      appRoles: rolesFor('User', 'Application'),
      api: { requestedAccessTokenVersion: 2, oauth2PermissionScopes: [apiScope] },
      optionalClaims: { accessToken: [{ name: 'auth_time', essential: false }] },
    };
  }
  return {
    displayName,
    signInAudience: 'AzureADMultipleOrgs',
    appRoles: rolesFor('User'),
    api: { requestedAccessTokenVersion: 2 },
    web: {
      redirectUris: [`${layer.linkBaseUrl}/auth/callback`],
      implicitGrantSettings: { enableAccessTokenIssuance: false, enableIdTokenIssuance: false },
    },
    optionalClaims: { idToken: ['auth_time', 'acct'].map((name) => ({ name, essential: false })) },
    ...('certificate' in layer.trust
      ? { keyCredentials: [certificateOf(layer.trust.certificate, displayName)] }
      : {}),
  };
};

const registrationOf = async (
  graph: GraphCalls,
  layer: GraphLayer,
  app: 'watch' | 'link',
  tell: Tell,
): Promise<string> => {
  const uniqueName = nameOf(app, layer.environmentName);
  const body = bodyOf(layer, app);
  const found = await graph.get(`/applications(uniqueName='${uniqueName}')`);
  if (found === undefined) tell(`${uniqueName} is registered`);
  else await graph.patch(`/applications/${registration.parse(found).id}`, body);
  const { id, appId } = registration.parse(
    found ?? (await graph.post('/applications', { uniqueName, ...body })),
  );
  if (app === 'link' && 'issuer' in layer.trust) {
    await federate(graph, id, layer.trust.issuer, layer.principalIds[app] ?? '', tell);
  }
  // Recipients are whoever was approved; everyone else needs a role to get a token.
  const appRoleAssignmentRequired = app === 'watch';
  const enterprise = await graph.get(`/servicePrincipals(appId='${appId}')`);
  if (enterprise === undefined) await graph.post('/servicePrincipals', { appId, appRoleAssignmentRequired });
  else
    await graph.patch(`/servicePrincipals/${principal.parse(enterprise).id}`, { appRoleAssignmentRequired });
  return appId;
};

const federate = async (
  graph: GraphCalls,
  id: string,
  issuer: string,
  subject: string,
  tell: Tell,
): Promise<void> => {
  const path = `/applications/${id}/federatedIdentityCredentials`;
  const body = { name: 'managed-identity', issuer, subject, audiences: [AUDIENCE] };
  const there = federations
    .parse((await graph.get(path)) ?? { value: [] })
    .value.find(({ name }) => name === body.name);
  if (there === undefined) {
    tell(`the identity ${subject} is trusted`);
    await graph.post(path, body);
  } else await graph.patch(`${path}/${there.id}`, body);
};

/** A certificate in PEM as Graph wants it: the public half alone. */
const certificateOf = (pem: string, name: string) => {
  if (pem.includes('PRIVATE KEY'))
    throw new Error('The certificate file holds a private key: give its public half alone.');
  const key = /-----BEGIN CERTIFICATE-----([\s\S]+?)-----END CERTIFICATE-----/
    .exec(pem)?.[1]
    ?.replace(/\s/g, '');
  if (key === undefined) throw new Error('The certificate file holds no certificate in PEM.');
  return { type: 'AsymmetricX509Cert', usage: 'Verify', key, displayName: name };
};

/** Takes away all that `applyLayer` makes. */
export const removeLayer = async (graph: GraphCalls, layer: GraphLayer, tell: Tell): Promise<void> => {
  for (const [role, principalId] of Object.entries(layer.principalIds)) {
    const { graphId, surplus } = await grantsOf(graph, principalId, []);
    for (const { name, assignmentId } of surplus) {
      tell(`${role} loses ${name}`);
      await graph.delete(`/servicePrincipals/${graphId}/appRoleAssignedTo/${assignmentId}`);
    }
  }
  for (const app of SIGN_INS) {
    const name = nameOf(app, layer.environmentName);
    const found = await graph.get(`/applications(uniqueName='${name}')`);
    if (found === undefined) continue;
    tell(`the registration ${name} goes`);
    await graph.delete(`/applications/${registration.parse(found).id}`);
  }
};
