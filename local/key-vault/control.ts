import { randomBytes } from 'node:crypto';
import { Hono } from 'hono';
import { type CurrentVersion, EVENT_KINDS, type EventGrid, type EventKind } from './events.ts';
import type { NewVersions } from './new-versions.ts';
import { type Collection, COLLECTIONS } from './collections.ts';
import type { Vault } from './vault.ts';

interface Parts {
  readonly vaults: ReadonlyMap<string, Vault>;
  readonly urlOf: (vault: string) => string;
  readonly versions: NewVersions;
  /** Undefined: nobody is told. */
  readonly grid: EventGrid | undefined;
}

const DAY = 86_400;

const isKind = (kind: unknown): kind is EventKind => EVENT_KINDS.some((known) => known === kind);
const isCollection = (text: string): text is Collection => COLLECTIONS.some((known) => known === text);

/**
 * What people and test drivers ask of the vaults over plain HTTP, where `{item}` is `certificates/{vault}/{name}`, or the same
 * with `secrets` or `keys`: `POST /{item}/versions` makes the next version (`{"lifetimeDays": 90}`) and tells of it; `POST
 * /{item}/events` only tells (`{"kind": "NearExpiry"}`); `POST /{item}/deletion` deletes softly, and `DELETE` of that recovers.
 * `POST /certificates/{vault}/{name}/issuer` (`{"refuses": "why"}`) has its issuer refuse from now on, `{}` lets it issue again;
 * `POST …/request` cancels the open request of a certificate, and `DELETE` of that removes it.
 */
export const vaultControl = ({ vaults, urlOf, versions, grid }: Parts): Hono => {
  const app = new Hono();
  app.onError((error, c) => c.json({ error: error.message }, 400));
  const nothing = { error: 'There is no such thing.' };
  const tell = async (vault: string, current: CurrentVersion, kind: EventKind) => {
    await grid?.tell(urlOf(vault), current, kind);
    return { name: current.name, version: current.version, told: grid !== undefined };
  };

  app.post('/:collection/:vault/:name/versions', async (c) => {
    const { collection, vault, name } = c.req.param();
    const { lifetimeDays }: { lifetimeDays?: unknown } = await c.req.json();
    if (lifetimeDays !== undefined && !(typeof lifetimeDays === 'number' && lifetimeDays > 0))
      return c.json({ error: 'lifetimeDays is a number above 0.' }, 400);
    const known = vaults.get(vault);
    if (known === undefined || !isCollection(collection) || currentOf(known, collection, name) === undefined)
      return c.json(nothing, 404);
    if (collection === 'certificates') await versions.make(vault, name, lifetimeDays);
    else await makeVersion(known, collection, name, lifetimeDays);
    const made = currentOf(known, collection, name);
    return made === undefined
      ? c.json(nothing, 404)
      : c.json(await tell(vault, made, 'NewVersionCreated'), 201);
  });

  app.post('/:collection/:vault/:name/events', async (c) => {
    const { collection, vault, name } = c.req.param();
    const { kind }: { kind?: unknown } = await c.req.json();
    if (!isKind(kind)) return c.json({ error: `kind is one of ${EVENT_KINDS.join(', ')}.` }, 400);
    const known = vaults.get(vault);
    const current = known && isCollection(collection) ? currentOf(known, collection, name) : undefined;
    if (current === undefined) return c.json(nothing, 404);
    return c.json(await tell(vault, current, kind), 201);
  });

  app.post('/certificates/:vault/:name/issuer', async (c) => {
    const { vault, name } = c.req.param();
    const { refuses }: { refuses?: unknown } = await c.req.json();
    if (refuses !== undefined && typeof refuses !== 'string')
      return c.json({ error: 'refuses is a sentence.' }, 400);
    vaults.get(vault)?.requests.refuse(vault, name, refuses);
    return c.body(null, 204);
  });

  app.on(['POST', 'DELETE'], '/certificates/:vault/:name/request', (c) => {
    const { vault, name } = c.req.param();
    const requests = vaults.get(vault)?.requests;
    const done = c.req.method === 'DELETE' ? requests?.remove(vault, name) : requests?.cancel(vault, name);
    return done === true ? c.body(null, 204) : c.json(nothing, 404);
  });

  app.on(['POST', 'DELETE'], '/:collection/:vault/:name/deletion', (c) => {
    const { collection, vault, name } = c.req.param();
    const known = vaults.get(vault);
    if (known === undefined || !isCollection(collection) || currentOf(known, collection, name) === undefined)
      return c.json(nothing, 404);
    if (c.req.method === 'POST') known.deleted.add(`${collection}/${name}`);
    else known.deleted.delete(`${collection}/${name}`);
    return c.body(null, 204);
  });
  return app;
};

const currentOf = (vault: Vault, collection: Collection, name: string): CurrentVersion | undefined => {
  const versions = {
    certificates: () => vault.certificates.get(name)?.versions,
    keys: () => vault.keys.versions(name),
    secrets: () => vault.secrets.get(name)?.versions,
  }[collection]();
  const current = versions?.at(-1);
  return current && { collection, name, version: current.version, attributes: current.attributes };
};

/** The next version of a secret or key, which ends if a lifetime is given. */
const makeVersion = async (
  vault: Vault,
  collection: 'keys' | 'secrets',
  name: string,
  lifetimeDays: number | undefined,
): Promise<void> => {
  const made = Math.floor(Date.now() / 1000);
  const attributes = {
    enabled: true,
    ...(lifetimeDays === undefined ? {} : { exp: made + Math.round(lifetimeDays * DAY) }),
    created: made,
    updated: made,
  };
  const version = randomBytes(16).toString('hex');
  const key = collection === 'keys' ? vault.keys.versions(name).at(-1) : undefined;
  if (key !== undefined) {
    const { operations, tags, jwk } = key;
    const kind = jwk.kty === 'RSA' ? 'RSA' : 'EC';
    await vault.keys.create(name, { version, attributes, operations, tags, kind });
    return;
  }
  const secret = vault.secrets.get(name);
  if (secret !== undefined)
    vault.secrets.set(name, { ...secret, versions: [...secret.versions, { version, attributes }] });
};
