import { Hono } from 'hono';
import {
  certificateBundle,
  certificateItem,
  certificatePolicy,
  certificateVersionItem,
  hasRequest,
  pendingOperation,
  requestOperation,
} from './certificate-json.ts';
import type { Certificate } from './certificates.ts';
import { pageOf } from './pages.ts';
import { isDeleted, type Vault, type VaultEnv } from './vault.ts';
import { badParameter, VaultError } from './vault-error.ts';

/** Certificates: lists, versions, policies, and requests for new versions. */
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
    const made = vault.requests.of(vault.name, certificate.name);
    if (made !== undefined) return c.json(requestOperation(vaultUrl, certificate, made));
    if (!hasRequest(certificate)) {
      throw new VaultError(404, 'PendingCertificateNotFound', `No request is open for ${certificate.name}.`);
    }
    return c.json(pendingOperation(vaultUrl, certificate));
  });
  routes.post('/:name/create', async (c) => {
    const { vault, vaultUrl, permit } = c.var.visit;
    permit('certificates/create');
    const issuer = issuerIn(await c.req.json<unknown>());
    // Others are made by their templates: what is asked for here is a version of one that is there.
    const certificate = find(vault, c.req.param('name'));
    if (issuer !== (certificate.template.issuer ?? 'Unknown'))
      throw badParameter(`The policy of ${certificate.name} can not be changed here.`);
    const made = await vault.requests.ask(vault.name, certificate);
    return c.json(requestOperation(vaultUrl, certificate, made), 202);
  });
  routes.post('/:name/pending/merge', async (c) => {
    const { vault, vaultUrl, permit } = c.var.visit;
    permit('certificates/create');
    const { x5c } = await c.req.json<{ x5c?: unknown }>();
    if (!Array.isArray(x5c) || x5c.length === 0 || !x5c.every((one) => typeof one === 'string'))
      throw badParameter('The parameter x5c is required.');
    const merged = await vault.requests.merge(vault.name, find(vault, c.req.param('name')), x5c);
    return c.json(certificateBundle(vaultUrl, merged, merged.versions.at(-1)), 201);
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

/** Who is to issue, by the policy in the body of a create call. */
const issuerIn = (body: unknown): string => {
  const { policy } = body as { policy?: { issuer?: { name?: unknown }; x509_props?: { subject?: unknown } } };
  const name = policy?.issuer?.name;
  if (typeof name !== 'string') throw badParameter('The parameter policy.issuer.name is required.');
  if (!policy?.x509_props?.subject)
    throw badParameter('The parameter policy.x509_props.subject is required.');
  return name;
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
