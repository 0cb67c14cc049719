import type { HttpResponseInit } from '@azure/functions';
import { tenantId } from '../../lib/domain/ids.ts';
import { objectId, type Person } from '../../lib/domain/person.ts';
import type { AppRole } from '../../lib/domain/caller.ts';
import type { App } from './app.ts';

/** What a request to an API of ours may say. */
export interface ApiRequest {
  /** Undefined: without a token. */
  readonly as?: string | undefined;
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly contentType?: string;
}

export interface ApiAnswer {
  readonly status: number;
  readonly type: string;
  /** How the caller may come in, where they may not. */
  readonly challenge?: string;
  // Whatever it says; a test looks at what it asked for.
  readonly body: Readonly<Record<string, never>> & object;
}

/** Calls an HTTP function as a client does. */
export const callApi = async (app: App, name: string, request: ApiRequest = {}): Promise<ApiAnswer> => {
  const headers = new Headers({
    ...(request.as === undefined ? {} : { authorization: request.as }),
    'content-type': request.contentType ?? 'application/json',
  });
  const sent = typeof request.body === 'string' ? request.body : JSON.stringify(request.body ?? {});
  const answer: HttpResponseInit = await app.http(name, {
    headers,
    params: request.params ?? {},
    query: new URLSearchParams(request.query),
    text: () => Promise.resolve(sent),
  });
  const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.jsonBody);
  const said: unknown = JSON.parse(text);
  const challenge = new Headers(answer.headers).get('www-authenticate');
  return {
    status: answer.status ?? 200,
    type: new Headers(answer.headers).get('content-type') ?? 'application/json',
    body: said as ApiAnswer['body'],
    ...(challenge === null ? {} : { challenge }),
  };
};

const PEOPLE_TENANT = tenantId('7d0c4c3e-52a6-4b53-9e07-0f2a7f1d9b11');
const guid = (n: number): string => `0000000${n}-0000-4000-8000-000000000000`;

/** Someone of the people's tenant, told apart by a number, with these roles. */
export const signedIn = (app: App, n: number, ...roles: readonly AppRole[]): string =>
  app.callers.signIn(anyone(n), roles);

/** Tenant and object id of that someone. */
export const anyone = (n: number): Pick<Person, 'tenant' | 'objectId'> => ({
  tenant: PEOPLE_TENANT,
  objectId: objectId(guid(n)),
});
