import { Hono } from 'hono';
import {
  certificateBundle,
  certificateItem,
  certificatePolicy,
  certificateVersionItem,
  hasRequest,
  pendingOperation,
} from './certificate-json.ts';
import type { Certificate } from './certificates.ts';
import { pageOf } from './pages.ts';
import { isDeleted, type Vault, type VaultEnv } from './vault.ts';
import { VaultError } from './vault-error.ts';

/** Reading certificates: lists, versions, policies and open requests. */
export const certificateRoutes = (): Hono<VaultEnv> => {
  const routes = new Hono<VaultEnv>();
  routes.get('/', (c) => {
    const { vault, vaultUrl, url, permit } = c.var.visit;
    permit('certificates/list');
    const withPending = url.searchParams.get('includePending') === 'true';
    const listed = [...vault.certificates.values()].filter(
      ({ name, versions }) => (versions.length > 0 || withPending) && !isDeleted(vault, 'certificates', name),
    );
    const items = listed.map((one) => ({ name: one.name, item: certificateItem(vaultUrl, one) }));
    return c.json(pageOf(items, url));
  });
  routes.get('/:name/versions', (c) => {
    const { vault, vaultUrl, url, permit } = c.var.visit;
    permit('certificates/list');
    const certificate = find(vault, c.req.param('name'));
    const items = certificate.versions.map((version) => ({
      name: version.version,
      item: certificateVersionItem(vaultUrl, certificate, version),
    }));
    return c.json(pageOf(items, url));
  });
  routes.get('/:name/policy', (c) => {
    const { vault, vaultUrl, permit } = c.var.visit;
    permit('certificates/get');
    return c.json(certificatePolicy(vaultUrl, find(vault, c.req.param('name'))));
  });
  routes.get('/:name/pending', (c) => {
    const { vault, vaultUrl, permit } = c.var.visit;
    permit('certificates/get');
    const certificate = find(vault, c.req.param('name'));
    if (!hasRequest(certificate)) {
      throw new VaultError(404, 'PendingCertificateNotFound', `No request is open for ${certificate.name}.`);
    }
    return c.json(pendingOperation(vaultUrl, certificate));
  });
  routes.get('/:name/:version?', (c) => {
    const { vault, vaultUrl, permit } = c.var.visit;
    permit('certificates/get');
    const certificate = find(vault, c.req.param('name'));
    const wanted = c.req.param('version');
    const version =
      wanted === undefined
        ? certificate.versions.at(-1)
        : certificate.versions.find((one) => one.version === wanted);
    if (wanted !== undefined && version === undefined) throw notFound(`${certificate.name}/${wanted}`);
    return c.json(certificateBundle(vaultUrl, certificate, version));
  });
  return routes;
};

const find = (vault: Vault, name: string): Certificate => {
  const certificate = vault.certificates.get(name);
  if (certificate === undefined || isDeleted(vault, 'certificates', name)) throw notFound(name);
  return certificate;
};

const notFound = (id: string): VaultError =>
  new VaultError(
    404,
    'CertificateNotFound',
    `A certificate with (name/id) ${id} was not found in this key vault.`,
  );
