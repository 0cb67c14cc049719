import { Hono } from 'hono';
import { attributesJson } from './certificate-json.ts';
import type { Attributes } from './certificates.ts';
import { pageOf } from './pages.ts';
import { isDeleted, type Vault, type VaultEnv } from './vault.ts';
import { VaultError } from './vault-error.ts';

/** Listing secrets. Their values are not for anyone, whatever was granted: a monitor that asks for one is wrong. */
export const secretRoutes = (): Hono<VaultEnv> => {
  const routes = new Hono<VaultEnv>();
  routes.get('/', (c) => {
    const { vault, vaultUrl, url, permit } = c.var.visit;
    permit('secrets/list');
    const listed = [...vault.secrets.keys(), ...vault.certificates.keys()].flatMap((name) => {
      const current = find(vault, name);
      const attributes = current?.versions.at(-1)?.attributes;
      return current === undefined || attributes === undefined
        ? []
        : [{ name, item: itemOf(`${vaultUrl}/secrets/${name}`, current, attributes) }];
    });
    return c.json(pageOf(listed, url));
  });
  routes.get('/:name/versions', (c) => {
    const { vault, vaultUrl, url, permit } = c.var.visit;
    permit('secrets/list');
    const name = c.req.param('name');
    const found = find(vault, name);
    // A name that nobody has has no versions, and that is no error.
    const items = !found
      ? []
      : found.versions.map((one) => ({
          name: one.version,
          item: itemOf(`${vaultUrl}/secrets/${name}/${one.version}`, found, one.attributes),
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

/** A secret of its own, or the half of a certificate. */
interface Listed {
  readonly contentType: string;
  readonly versions: readonly { readonly version: string; readonly attributes: Attributes }[];
  readonly tags: Readonly<Record<string, string>>;
  readonly managed?: true;
}

const find = (vault: Vault, name: string): Listed | undefined => {
  if (isDeleted(vault, 'secrets', name)) return undefined;
  const certificate = vault.certificates.get(name);
  if (certificate === undefined) return vault.secrets.get(name);
  const { versions, template } = certificate;
  return versions.length === 0
    ? undefined
    : { contentType: 'application/x-pkcs12', versions, tags: template.tags ?? {}, managed: true };
};

/** `managed` is absent, not false, where no certificate brought the secret along. */
const itemOf = (id: string, { contentType, tags, managed }: Listed, attributes: Attributes): object => ({
  id,
  contentType,
  ...(managed ? { managed } : {}),
  attributes: attributesJson(attributes),
  tags,
});
