import { Hono } from 'hono';
import { attributesJson } from './certificate-json.ts';
import { pageOf } from './pages.ts';
import type { VaultEnv } from './vault.ts';
import { VaultError } from './vault-error.ts';

/** Listing secrets. Their values are not for anyone, whatever was granted: a monitor that asks for one is wrong. */
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
    return c.json(pageOf([...own, ...ofCertificates], url));
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
