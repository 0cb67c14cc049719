import type { TokenCredential } from '@azure/identity';
import {
  AuthenticationHandler,
  Client,
  GraphError,
  HTTPMessageHandler,
  RetryHandler,
} from '@microsoft/microsoft-graph-client';

/** What the scripts ask of Graph; paths are below the version. */
export interface GraphCalls {
  /** Nothing where Graph says that there is nothing. */
  get(path: string): Promise<unknown>;
  post(path: string, body: object): Promise<unknown>;
  patch(path: string, body: object): Promise<void>;
  delete(path: string): Promise<void>;
}

/** Graph as the person who runs the script sees it. */
export const graphCalls = (graphRoot: URL, credential: TokenCredential): GraphCalls => {
  const client = Client.initWithMiddleware({
    baseUrl: graphRoot.origin,
    defaultVersion: 'v1.0',
    customHosts: new Set([graphRoot.hostname]),
    middleware: [
      new AuthenticationHandler({
        getAccessToken: async () => (await credential.getToken(`${graphRoot.origin}/.default`))?.token ?? '',
      }),
      new RetryHandler(),
      new HTTPMessageHandler(),
    ],
  });
  return {
    get: async (path) => {
      try {
        return (await client.api(path).get()) as unknown;
      } catch (error) {
        if (error instanceof GraphError && error.statusCode === 404) return undefined;
        throw error;
      }
    },
    post: async (path, body) => (await client.api(path).post(body)) as unknown,
    patch: async (path, body) => {
      await client.api(path).patch(body);
    },
    delete: async (path) => {
      await client.api(path).delete();
    },
  };
};

/**
 * The same Graph, of which only reading reaches it: what would be written is told instead. What is made gets an id that
 * says so, so that what follows can be told too.
 */
export const dryRun = (graph: GraphCalls, tell: (line: string) => void): GraphCalls => {
  const absent = '(not made yet)';
  return {
    get: async (path) => (path.includes(absent) ? undefined : graph.get(path)),
    post: (path, body) => {
      tell(`would POST ${path} ${JSON.stringify(body)}`);
      return Promise.resolve({ id: absent, appId: absent, ...body });
    },
    patch: (path, body) => {
      tell(`would PATCH ${path} ${JSON.stringify(body)}`);
      return Promise.resolve();
    },
    delete: (path) => {
      tell(`would DELETE ${path}`);
      return Promise.resolve();
    },
  };
};
