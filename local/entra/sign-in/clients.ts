import type { Identity } from '../identities.ts';
import { dice } from '../tenant/dice.ts';
import type { Tokens } from '../tokens.ts';

/** An application that people sign in to. */
export interface SignInClient {
  readonly clientId: string;
  /** With none, the client proves itself by an assertion, or is public and has its code challenge alone. */
  readonly secret?: string;
  readonly isPublic?: boolean;
}

export interface SignInClients {
  /** The application that this deployment's link pages use; it trusts the managed identities and has no secret. */
  readonly own: string;
  find(clientId: string): SignInClient | undefined;
  add(client: SignInClient): void;
}

/** It is registered in another tenant and open to this one, so Graph does not list it here. */
export const signInClients = (seed: string): SignInClients => {
  const own = dice(seed).uuid('sign-in application');
  const clients = new Map<string, SignInClient>([[own, { clientId: own }]]);
  return {
    own,
    find: (clientId) => clients.get(clientId),
    add: (client) => void clients.set(client.clientId, client),
  };
};

const EXCHANGE = 'api://AzureADTokenExchange';

/** Whether a request for tokens proves that it comes from its client. */
export const isAuthentic = (
  { secret, isPublic = false }: SignInClient,
  form: URLSearchParams,
  {
    tokens,
    identities,
    now,
  }: {
    readonly tokens: Tokens;
    readonly identities: readonly Identity[];
    readonly now: () => number;
  },
): boolean => {
  if (secret !== undefined) return form.get('client_secret') === secret;
  if (isPublic) return true;
  const claims = tokens.read(form.get('client_assertion') ?? '');
  return (
    claims?.aud === EXCHANGE &&
    claims.exp * 1000 > now() &&
    identities.some(({ principal }) => principal.id === claims.oid)
  );
};
