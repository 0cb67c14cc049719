/** Microsoft Graph's application id, which is the same in every tenant. */
export const GRAPH_ID = '00000003-0000-0000-c000-000000000000';

/** Whether a resource is Microsoft Graph: roles go only into its tokens. */
export const isGraph = (resource: string): boolean =>
  resource === GRAPH_ID || /^https:\/\/graph\.[^/]+\/?$/.test(resource);

/** Resources that have a service principal in any tenant, and all that runs on this machine. */
export const isResource = (resource: string): boolean =>
  /^(api:\/\/.+|[0-9a-f-]{36})$/i.test(resource) ||
  /^https:\/\/([^/]+\.)?(azure\.net|azure\.com|windows\.net|microsoft\.com|localhost)(:\d+)?\/?$/.test(
    resource,
  );
