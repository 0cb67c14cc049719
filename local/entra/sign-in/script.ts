import { Hono } from 'hono';
import type { SignInClients } from './clients.ts';

/** How sign-ins are to differ from good ones, for those who test what they do about it. */
export interface SignInScript {
  /** User principal name or object id of who signs in, without a question. */
  readonly as?: string;
  /** Application roles in the token. */
  readonly roles?: readonly string[];
  /** The person presses Cancel. */
  readonly denied?: boolean;
  /** The token ended an hour ago. */
  readonly expired?: boolean;
  readonly audience?: string;
  readonly issuer?: string;
  readonly nonce?: string;
  readonly tenant?: string;
  /** Signed with a key that is not in the key set. */
  readonly forged?: boolean;
  /** Seconds since the person last showed who they are; `null` leaves the claim out. */
  readonly authenticatedAgo?: number | null;
  /** For so many sign-ins; for all, when absent. */
  readonly times?: number;
}

export interface Scripts {
  /** Whether someone is signed in without a question. */
  isScripted(): boolean;
  /** What the sign-in that is done now is to be like. */
  next(): SignInScript;
  readonly routes: Hono;
}

const FIELDS: readonly string[] = [
  ...['as', 'roles', 'denied', 'expired', 'audience', 'issuer', 'nonce', 'tenant', 'forged'],
  ...['authenticatedAgo', 'times'],
];

/** `POST /_sign-in` with a script, `DELETE` to have good ones again, `POST /_sign-in/clients` to register a client. */
export const scripts = (clients: SignInClients): Scripts => {
  let current: SignInScript = {};
  let left = Number.POSITIVE_INFINITY;
  const routes = new Hono();
  routes.get('/_sign-in', (c) => c.json({ clientId: clients.own, script: current }));
  routes.delete('/_sign-in', (c) => {
    current = {};
    return c.json({ script: current });
  });
  routes.post('/_sign-in', async (c) => {
    const wanted = await c.req.json<SignInScript>().catch(() => undefined);
    const unknown = Object.keys(wanted ?? {}).filter((name) => !FIELDS.includes(name));
    if (wanted === undefined || unknown.length > 0)
      return c.json({ error: `A script is a JSON object of ${FIELDS.join(', ')}.`, unknown }, 400);
    current = wanted;
    left = wanted.times ?? Number.POSITIVE_INFINITY;
    return c.json({ script: current });
  });
  routes.post('/_sign-in/clients', async (c) => {
    const { clientId, secret, isPublic } = await c.req.json<Record<string, unknown>>();
    if (typeof clientId !== 'string' || !/^[0-9a-f-]{36}$/.test(clientId))
      return c.json({ error: 'clientId must be a GUID in lower case.' }, 400);
    clients.add({
      clientId,
      ...(typeof secret === 'string' ? { secret } : {}),
      ...(isPublic === true ? { isPublic } : {}),
    });
    return c.json({ clientId });
  });
  return {
    routes,
    isScripted: () => left > 0 && (current.as !== undefined || current.denied === true),
    next: () => {
      if (left <= 0) return {};
      left -= 1;
      return current;
    },
  };
};
