import { Hono } from 'hono';
import { attributesJson } from './certificate-json.ts';
import type { Attributes } from './certificates.ts';
import { pageOf } from './pages.ts';
import { isDeleted, type Vault, type VaultEnv } from './vault.ts';
import { badParameter, VaultError } from './vault-error.ts';

/** What a request to set a secret may hold. */
interface SetSecret {
  readonly value?: unknown;
  readonly contentType?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly attributes?: Partial<Attributes>;
}

const jsonOf = async (request: Request): Promise<SetSecret> => {
  try {
    return (await request.json()) as SetSecret;
  } catch {
    throw badParameter('The body is not JSON.');
  }
};

/** Listing and setting secrets. Their values are not for anyone, whatever was granted: a monitor that asks for one is wrong. */
export const secretRoutes = (): Hono<VaultEnv> => {
  const routes = new Hono<VaultEnv>();
  routes.get('/', (c) => {
    const { vault, vaultUrl, url, permit } = c.var.visit;
    permit('secrets/list');
    const names = new Set([...vault.secrets.keys(), ...vault.deposits.names(), ...vault.certificates.keys()]);
    const listed = [...names].flatMap((name) => {
      const current = versionsOf(vault, name).at(-1);
      return current === undefined ? [] : [{ name, item: itemOf(`${vaultUrl}/secrets/${name}`, current) }];
    });
    return c.json(pageOf(listed, url));
  });
  routes.put('/:name', async (c) => {
    const { vault, vaultUrl, permit } = c.var.visit;
    permit('secrets/set');
    const name = c.req.param('name');
    const body = await jsonOf(c.req.raw);
    if (!/^[0-9A-Za-z-]{1,127}$/.test(name)) throw badParameter('The name of the secret is not allowed.');
    if (typeof body.value !== 'string') throw badParameter('The parameter value is required.');
    const now = Math.floor(Date.now() / 1000);
    const made = vault.deposits.set(name, body.value, {
      contentType: body.contentType,
      tags: body.tags ?? {},
      attributes: { enabled: true, ...body.attributes, created: now, updated: now },
    });
    vault.told({ collection: 'secrets', name, version: made.version, attributes: made.attributes });
    // The service answers with the value; whoever sent it has it.
    return c.json({ value: body.value, ...itemOf(`${vaultUrl}/secrets/${name}/${made.version}`, made) });
  });
  routes.get('/:name/versions', (c) => {
    const { vault, vaultUrl, url, permit } = c.var.visit;
    permit('secrets/list');
    const name = c.req.param('name');
    // A name that nobody has has no versions, and that is no error.
    const items = versionsOf(vault, name).map((one) => ({
      name: one.version,
      item: itemOf(`${vaultUrl}/secrets/${name}/${one.version}`, one),
    }));
    return c.json(pageOf(items, url));
  });
  routes.get('/:name/:version?', (c) => {
    const { vault, caller } = c.var.visit;
    throw new VaultError(
      403,
      'Forbidden',
      `Caller appid=${caller.applicationId} may not perform secrets/getSecret in vault ${vault.name}. This vault gives no secret values to anyone.`,
      'ForbiddenByRbac',
    );
  });
  return routes;
};

/** A version of a secret of its own, or of the half of a certificate. */
interface Listed {
  readonly version: string;
  readonly attributes: Attributes;
  readonly contentType?: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
  readonly managed?: true;
}

const versionsOf = (vault: Vault, name: string): readonly Listed[] => {
  if (isDeleted(vault, 'secrets', name)) return [];
  const certificate = vault.certificates.get(name);
  if (certificate !== undefined) {
    const tags = certificate.template.tags ?? {};
    return certificate.versions.map(({ version, attributes }) => ({
      ...{ version, attributes, tags },
      contentType: 'application/x-pkcs12',
      managed: true,
    }));
  }
  const { versions = [], contentType, tags = {} } = vault.secrets.get(name) ?? {};
  return [...versions.map((each) => ({ ...each, contentType, tags })), ...vault.deposits.versions(name)];
};

/** `managed` is absent, not false, where no certificate brought the secret along. */
const itemOf = (id: string, { contentType, attributes, tags, managed }: Listed): object => ({
  id,
  contentType,
  ...(managed ? { managed } : {}),
  attributes: attributesJson(attributes),
  tags,
});
