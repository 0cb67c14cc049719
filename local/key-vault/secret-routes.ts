import { Hono } from 'hono';
import type { Attributes } from './certificates.ts';
import { attributesJson } from './certificate-json.ts';
import { pageOf } from './pages.ts';
import type { VaultEnv } from './vault.ts';
import type { SecretVersion } from './secret-store.ts';
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

const itemOf = (id: string, { contentType, attributes, tags }: SecretVersion): object => ({
  id,
  contentType,
  attributes: attributesJson(attributes),
  tags,
});

/** Listing and setting secrets. Their values are not for anyone, whatever was granted: a monitor that asks for one is wrong. */
export const secretRoutes = (): Hono<VaultEnv> => {
  const routes = new Hono<VaultEnv>();
  routes.get('/', (c) => {
    const { vault, vaultUrl, url, permit } = c.var.visit;
    permit('secrets/list');
    const idOf = (name: string) => `${vaultUrl}/secrets/${name}`;
    const own = vault.secrets.map(({ name, attributes, tags }) => ({
      name,
      item: { id: idOf(name), contentType: 'text/plain', attributes: attributesJson(attributes), tags },
    }));
    const ofCertificates = [...vault.certificates.values()].flatMap(({ name, versions, template }) => {
      const current = versions.at(-1);
      if (current === undefined) return [];
      const item = {
        id: idOf(name),
        contentType: 'application/x-pkcs12',
        managed: true,
        attributes: attributesJson(current.attributes),
        tags: template.tags ?? {},
      };
      return [{ name, item }];
    });
    const put = vault.deposits.names().flatMap((name) => {
      const current = vault.deposits.versions(name).at(-1);
      return current === undefined ? [] : [{ name, item: itemOf(idOf(name), current) }];
    });
    return c.json(pageOf([...own, ...ofCertificates, ...put], url));
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
    // The service answers with the value; whoever sent it has it.
    return c.json({ value: body.value, ...itemOf(`${vaultUrl}/secrets/${name}/${made.version}`, made) });
  });
  routes.get('/:name/versions', (c) => {
    const { vault, vaultUrl, url, permit } = c.var.visit;
    permit('secrets/list');
    const name = c.req.param('name');
    const versions = vault.deposits.versions(name).map((made) => ({
      name: made.version,
      item: itemOf(`${vaultUrl}/secrets/${name}/${made.version}`, made),
    }));
    return c.json(pageOf(versions, url));
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
