import { randomBytes } from 'node:crypto';
import { Hono } from 'hono';
import { attributesJson } from './certificate-json.ts';
import { keyRequestOf } from './key-request.ts';
import { type KeyVersion, publicJwk } from './key-store.ts';
import { type KeyOperation, operate, type OperationInput } from './key-operations.ts';
import { pageOf } from './pages.ts';
import { rotationPolicy } from './rotation-policy.ts';
import { isDeleted, type Vault, type VaultContext, type VaultEnv } from './vault.ts';
import { badParameter, VaultError } from './vault-error.ts';

const OPERATIONS: ReadonlyMap<string, KeyOperation> = new Map([
  ['wrapkey', 'wrapKey'],
  ['unwrapkey', 'unwrapKey'],
  ['sign', 'sign'],
  ['verify', 'verify'],
]);

/** Keys: listing, reading their public half, creating them, and working with them. */
export const keyRoutes = (): Hono<VaultEnv> => {
  const routes = new Hono<VaultEnv>();
  routes.get('/', (c) => {
    const { vault, vaultUrl, url, permit } = c.var.visit;
    permit('keys/list');
    const items = namesIn(vault).flatMap((name) => {
      const current = versionsOf(vault, name).at(-1);
      return current === undefined ? [] : [{ name, item: keyItem(`${vaultUrl}/keys/${name}`, current) }];
    });
    return c.json(pageOf(items, url));
  });
  routes.get('/:name/versions', (c) => {
    const { vault, vaultUrl, url, permit } = c.var.visit;
    permit('keys/list');
    const name = c.req.param('name');
    const items = versionsOf(vault, name).map((key) => ({
      name: key.version,
      item: keyItem(`${vaultUrl}/keys/${name}/${key.version}`, key),
    }));
    return c.json(pageOf(items, url));
  });
  routes.get('/:name/rotationpolicy', (c) => {
    const { vault, vaultUrl, permit } = c.var.visit;
    permit('keys/getRotationPolicy');
    const name = c.req.param('name');
    find(vault, name, undefined);
    return c.json(rotationPolicy(`${vaultUrl}/keys/${name}`, vault.rotations.get(name)));
  });
  routes.post('/:name/create', async (c) => {
    const { vault, permit } = c.var.visit;
    permit('keys/create');
    const name = c.req.param('name');
    if (vault.certificates.has(name)) {
      throw new VaultError(409, 'Conflict', `The key ${name} belongs to a certificate.`);
    }
    const version = randomBytes(16).toString('hex');
    const key = await vault.keys.create(name, keyRequestOf(await bodyOf(c), version));
    return c.json(keyBundle(c, name, key));
  });
  routes.post('/:name/rotate', async (c) => {
    const { vault, permit } = c.var.visit;
    permit('keys/rotate');
    const name = c.req.param('name');
    const { managed, jwk, operations, tags } = find(vault, name, undefined);
    if (managed) throw new VaultError(409, 'Conflict', `The key ${name} belongs to a certificate.`);
    const now = Math.floor(Date.now() / 1000);
    const key = await vault.keys.create(name, {
      version: randomBytes(16).toString('hex'),
      kind: jwk.kty === 'RSA' ? 'RSA' : 'EC',
      ...{ operations, tags },
      // As its rotation policy says, which has an expiry time only where it rotates.
      attributes: {
        enabled: true,
        ...(vault.rotations.has(name) ? { exp: now + 365 * 86_400 } : {}),
        created: now,
        updated: now,
      },
    });
    vault.told({ collection: 'keys', name, version: key.version, attributes: key.attributes });
    return c.json(keyBundle(c, name, key));
  });
  routes.post('/:name/:operation', (c) =>
    perform(c, c.req.param('name'), undefined, c.req.param('operation')),
  );
  routes.post('/:name/:version/:operation', (c) =>
    perform(c, c.req.param('name'), c.req.param('version'), c.req.param('operation')),
  );
  routes.get('/:name/:version?', (c) => {
    c.var.visit.permit('keys/get');
    const name = c.req.param('name');
    return c.json(keyBundle(c, name, find(c.var.visit.vault, name, c.req.param('version'))));
  });
  return routes;
};

/** A key as it is listed and read: on its own, or the half of a certificate (then without a private part here). */
interface ReadableKey extends KeyVersion {
  readonly managed?: true;
}

const perform = async (
  c: VaultContext,
  name: string,
  version: string | undefined,
  verb: string,
): Promise<Response> => {
  const { vault, vaultUrl, permit } = c.var.visit;
  const operation = OPERATIONS.get(verb.toLowerCase());
  if (operation === undefined) throw new VaultError(404, 'NotFound', `This vault can't ${verb}.`);
  permit(`keys/${operation}`);
  const key = find(vault, name, version);
  const value = operate(key, operation, await bodyOf(c));
  return c.json(
    operation === 'verify' ? { value } : { kid: `${vaultUrl}/keys/${name}/${key.version}`, value },
  );
};

const bodyOf = async (c: VaultContext): Promise<OperationInput> => {
  const body: unknown = await c.req.json().catch(() => undefined);
  if (typeof body !== 'object' || body === null) throw badParameter('The request body is not a JSON object.');
  return body as OperationInput;
};

const namesIn = (vault: Vault): readonly string[] => [...vault.keys.names(), ...vault.certificates.keys()];

const versionsOf = (vault: Vault, name: string): readonly ReadableKey[] => {
  if (isDeleted(vault, 'keys', name)) return [];
  const certificate = vault.certificates.get(name);
  if (certificate === undefined) return vault.keys.versions(name);
  return certificate.versions.map(({ version, attributes, publicJwk: jwk }) => ({
    version,
    attributes,
    // Its private half is nowhere, so there is nothing that it could do.
    operations: [],
    tags: certificate.template.tags ?? {},
    jwk,
    managed: true,
  }));
};

const find = (vault: Vault, name: string, version: string | undefined): ReadableKey => {
  const versions = versionsOf(vault, name);
  const key = version === undefined ? versions.at(-1) : versions.find((one) => one.version === version);
  if (key !== undefined) return key;
  const id = version === undefined ? name : `${name}/${version}`;
  throw new VaultError(404, 'KeyNotFound', `A key with (name/id) ${id} was not found in this key vault.`);
};

const keyItem = (kid: string, key: ReadableKey): object => ({ kid, ...properties(key) });

const keyBundle = (c: VaultContext, name: string, key: ReadableKey): object => {
  const kid = `${c.var.visit.vaultUrl}/keys/${name}/${key.version}`;
  return { key: { kid, ...publicJwk(key.jwk), key_ops: key.operations }, ...properties(key) };
};

/** `managed` is absent, not false, where no certificate brought the key along. */
const properties = ({ attributes, tags, managed }: ReadableKey): object => ({
  attributes: { ...attributesJson(attributes), exportable: false },
  tags,
  ...(managed ? { managed } : {}),
});
