import { Agent } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { AccessToken, TokenCredential } from '@azure/identity';

/** What an SDK client accepts as a policy of its own, as far as we need it. */
interface AgentPolicy {
  readonly name: string;
  sendRequest<Request extends object, Response>(
    request: Request,
    next: (request: Request) => Promise<Response>,
  ): Promise<Response>;
}

/** Client options that trust our authority and take every name for this machine, without touching the process. */
export const loopback = (
  ca: string,
): { options: { additionalPolicies: { policy: AgentPolicy; position: 'perCall' }[] }; close(): void } => {
  const agent = new Agent({ ca, lookup: toLoopback, keepAlive: true });
  const policy: AgentPolicy = {
    name: 'loopback',
    sendRequest: (request, next) => next(Object.assign(request, { agent })),
  };
  return {
    options: { additionalPolicies: [{ policy, position: 'perCall' }] },
    close: () => {
      agent.destroy();
    },
  };
};

const toLoopback: LookupFunction = (_name, options, done) => {
  if (options.all) done(null, [{ address: '127.0.0.1', family: 4 }]);
  else done(null, '127.0.0.1', 4);
};

/** An unsigned token with these claims. */
export const mint = (claims: Readonly<Record<string, unknown>>): string => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none', typ: 'JWT' })}.${part(claims)}.`;
};

/** What a client asked its credential for. */
interface Asked {
  readonly scopes: string | readonly string[];
  readonly tenantId: string | undefined;
}

/** A credential that signs nothing: it mints a token with these claims and remembers what it was asked. */
export const minting = (
  claims: Readonly<Record<string, unknown>>,
): TokenCredential & { readonly asked: Asked[] } => {
  const asked: Asked[] = [];
  return {
    asked,
    getToken: (scopes, options): Promise<AccessToken> => {
      asked.push({ scopes, tenantId: options?.tenantId });
      const now = Math.floor(Date.now() / 1000);
      return Promise.resolve({
        token: mint({ iat: now - 5, nbf: now - 5, exp: now + 3600, ...claims }),
        expiresOnTimestamp: (now + 3600) * 1000,
      });
    },
  };
};
