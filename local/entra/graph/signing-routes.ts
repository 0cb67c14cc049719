import { randomBytes, randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import * as z from 'zod';
import type { Directory } from '../directory.ts';
import { selfSigned } from '../tenant/certificate.ts';
import { graphTime } from '../tenant/graph-time.ts';
import type { PasswordCredential } from '../tenant/graph-types.ts';
import { demandReadApplications, demandWriteApplication } from './caller.ts';
import { type GraphEnv, odataContext } from './context.ts';
import { badRequest, notFound } from './graph-error.ts';
import { replaced } from './key-credentials.ts';

interface SigningRoutesOptions {
  readonly directory: Directory;
  readonly now: () => number;
}

/** Changing what service principals sign with. */
export const signingRoutes = ({ directory, now }: SigningRoutesOptions): Hono<GraphEnv> => {
  const { tenant } = directory;
  const app = new Hono<GraphEnv>();

  const writable = (c: Context<GraphEnv>, key: string): number => {
    const caller = c.get('caller');
    demandReadApplications(caller);
    const index = tenant.principalIndex(key);
    if (index === undefined) throw notFound(key.replace('appId=', ''));
    const isOwner = tenant
      .ownersOfPrincipal(index)
      .some((owner) => owner.type === 'servicePrincipal' && owner.principal.id === caller.objectId);
    demandWriteApplication(caller, isOwner);
    return index;
  };

  app.post('/servicePrincipals/:key/addTokenSigningCertificate', async (c) => {
    const index = writable(c, c.req.param('key'));
    const wanted = await body(c, addCertificate);
    if (!wanted.displayName.startsWith('CN=')) throw badRequest("The displayName must start with 'CN='.");
    const starts = Math.floor(now() / 1000) * 1000;
    const longest = new Date(starts).setUTCFullYear(new Date(starts).getUTCFullYear() + 3);
    const ends = Date.parse(wanted.endDateTime ?? graphTime(longest));
    if (!(ends > starts) || ends > longest) throw badRequest('The endDateTime is invalid.');
    const { der, sha1 } = selfSigned({
      commonName: wanted.displayName.slice('CN='.length),
      notBefore: starts,
      notAfter: Math.floor(ends / 1000) * 1000,
      seed: randomBytes(32),
    });
    const common = {
      customKeyIdentifier: sha1.toString('base64'),
      displayName: wanted.displayName.slice(0, 90),
      startDateTime: graphTime(starts),
      endDateTime: graphTime(Math.floor(ends / 1000) * 1000),
    };
    const privateKeyId = randomUUID();
    const shown = {
      ...common,
      ...{ key: der.toString('base64'), keyId: randomUUID(), type: 'AsymmetricX509Cert', usage: 'Verify' },
    };
    const { keyCredentials, passwordCredentials } = directory.readPrincipal(index);
    directory.changePrincipal(index, {
      keyCredentials: [
        ...keyCredentials,
        { ...common, key: null, keyId: privateKeyId, type: 'X509CertAndPassword', usage: 'Sign' },
        shown,
      ],
      passwordCredentials: [
        ...passwordCredentials,
        { ...common, hint: null, keyId: privateKeyId, secretText: null },
      ],
    });
    return c.json({
      '@odata.context': odataContext(c, 'microsoft.graph.selfSignedCertificate'),
      ...shown,
      thumbprint: sha1.toString('hex').toUpperCase(),
    });
  });

  app.patch('/servicePrincipals/:key', async (c) => {
    const index = writable(c, c.req.param('key'));
    const change = await body(c, patch);
    const held = directory.readPrincipal(index);
    directory.changePrincipal(index, {
      ...(change.preferredTokenSigningKeyThumbprint !== undefined && {
        preferredTokenSigningKeyThumbprint: change.preferredTokenSigningKeyThumbprint,
      }),
      ...(change.keyCredentials !== undefined && {
        keyCredentials: replaced(held.keyCredentials, change.keyCredentials, now()),
      }),
      ...(change.passwordCredentials !== undefined && {
        passwordCredentials: change.passwordCredentials.map(({ keyId }) =>
          known(held.passwordCredentials, keyId),
        ),
      }),
    });
    return c.body(null, 204);
  });

  return app;
};

const known = (held: readonly PasswordCredential[], keyId: string): PasswordCredential => {
  const found = held.find((one) => one.keyId === keyId.toLowerCase());
  if (found !== undefined) return found;
  throw badRequest('New password credentials must be generated using service actions.');
};

const text = z.string().nullish();
const addCertificate = z.strictObject({ displayName: z.string(), endDateTime: text });
const dated = { customKeyIdentifier: text, displayName: text, endDateTime: text, startDateTime: text };
const patch = z.strictObject({
  preferredTokenSigningKeyThumbprint: z
    .string()
    .regex(/^[0-9A-F]{40}$/i)
    .nullish(),
  keyCredentials: z
    .array(z.strictObject({ ...dated, key: text, keyId: z.guid().nullish(), type: text, usage: text }))
    .optional(),
  passwordCredentials: z
    .array(z.strictObject({ ...dated, hint: text, keyId: z.guid(), secretText: text }))
    .optional(),
});

const body = async <T>(c: Context<GraphEnv>, schema: z.ZodType<T>): Promise<T> => {
  const parsed = schema.safeParse(await c.req.json().catch(() => undefined));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw badRequest(`Invalid value specified for '${issue?.path.join('.') ?? ''}': ${issue?.message ?? ''}`);
};
