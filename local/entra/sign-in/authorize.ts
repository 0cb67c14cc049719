import type { Person } from '../tenant/people.ts';
import type { SignInClients } from './clients.ts';

/** What a client asks of the authorize endpoint, once it is known to be in order. */
export interface Asked {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly state: string | undefined;
  readonly nonce: string;
  readonly challenge: string;
  readonly isFresh: boolean;
  readonly isSilent: boolean;
  readonly hint: string;
}

/** Entra shows these to the person, since it can't trust where a faulty request wants to be sent back to. */
export interface Faulty {
  readonly code: number;
  readonly text: string;
}

/** Stand-ins send people nowhere but to this machine. */
export const isHere = (uri: string): boolean => {
  const url = URL.parse(uri);
  return (
    url !== null &&
    /^https?:$/.test(url.protocol) &&
    (url.hostname === '127.0.0.1' || url.hostname === 'localhost' || url.hostname.endsWith('.localhost'))
  );
};

export const readAsked = (query: URLSearchParams, clients: SignInClients): Asked | Faulty => {
  const said = (name: string) => query.get(name) ?? '';
  const clientId = said('client_id');
  if (clients.find(clientId) === undefined)
    return {
      code: 700016,
      text: `Application with identifier '${clientId}' was not found in the directory.`,
    };
  const redirectUri = said('redirect_uri');
  if (!isHere(redirectUri))
    return {
      code: 50011,
      text: `The redirect URI '${redirectUri}' does not match the ones of the application.`,
    };
  if (said('response_type') !== 'code') return { code: 700054, text: 'response_type must be code here.' };
  if (!/^query$|^$/.test(said('response_mode')))
    return { code: 700055, text: 'response_mode must be query here.' };
  if (!said('scope').split(' ').includes('openid')) return { code: 70011, text: 'scope must have openid.' };
  if (said('code_challenge_method') !== 'S256' || !/^[\w-]{43}$/.test(said('code_challenge')))
    return { code: 501481, text: 'A code challenge by S256 is needed here.' };
  if (said('nonce') === '') return { code: 900144, text: 'The request must contain a nonce.' };
  return {
    clientId,
    redirectUri,
    state: query.get('state') ?? undefined,
    nonce: said('nonce'),
    challenge: said('code_challenge'),
    isFresh: said('prompt') === 'login' || said('max_age') === '0',
    isSilent: said('prompt') === 'none',
    hint: said('login_hint'),
  };
};

export const personNamed = (people: readonly Person[], name: string): Person | undefined =>
  people.find(({ user }) =>
    [user.id, user.userPrincipalName].some((known) => known.toLowerCase() === name.toLowerCase()),
  );

/** Back to the client, with a code or with an error. */
export const backTo = (
  { redirectUri, state }: Pick<Asked, 'redirectUri' | 'state'>,
  said: Readonly<Record<string, string>>,
): string => {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries({ ...said, ...(state === undefined ? {} : { state }) }))
    url.searchParams.set(name, value);
  return url.href;
};
