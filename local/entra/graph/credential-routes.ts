import { type Context, Hono } from 'hono';
import * as z from 'zod';
import type { Directory } from '../directory.ts';
import { demandWriteApplication } from './caller.ts';
import { applicationIndex, type GraphEnv, odataContext } from './context.ts';
import { badRequest } from './graph-error.ts';
import { replaced } from './key-credentials.ts';

export interface CredentialRoutesOptions {
  readonly directory: Directory;
  readonly now: () => number;
}

/** Changing an application's credentials. */
export const credentialRoutes = ({ directory, now }: CredentialRoutesOptions): Hono<GraphEnv> => {
  const app = new Hono<GraphEnv>();

  const writable = (c: Context<GraphEnv>, key: string): number => {
    const index = applicationIndex(directory, c, key);
    const caller = c.get('caller');
    const isOwner = directory.tenant
      .ownersAt(index)
      .some((owner) => owner.type === 'servicePrincipal' && owner.principal.id === caller.objectId);
    demandWriteApplication(caller, isOwner);
    return index;
  };

  app.post('/applications/:key/addPassword', async (c) => {
    const index = writable(c, c.req.param('key'));
    const { passwordCredential: wanted } = await body(c, addPassword);
    const start = instant(wanted?.startDateTime, 'startDateTime') ?? now();
    const end = instant(wanted?.endDateTime, 'endDateTime') ?? twoYearsAfter(start);
    if (end <= start || end <= now()) throw badRequest('Password credential end date is invalid.');
    const made = directory.addSecret(index, { displayName: wanted?.displayName ?? null, start, end });
    return c.json({ '@odata.context': odataContext(c, 'microsoft.graph.passwordCredential'), ...made });
  });

  app.post('/applications/:key/removePassword', async (c) => {
    const index = writable(c, c.req.param('key'));
    const { keyId } = await body(c, removePassword);
    if (!directory.removeSecret(index, keyId.toLowerCase())) {
      throw badRequest(`No password credential found with keyId '${keyId}'.`);
    }
    return c.body(null, 204);
  });

  app.patch('/applications/:key', async (c) => {
    const index = writable(c, c.req.param('key'));
    const { passwordCredentials, keyCredentials } = await body(c, patch);
    if (passwordCredentials !== undefined) {
      throw badRequest('New password credentials must be generated using service actions.');
    }
    if (keyCredentials !== undefined) {
      directory.replaceKeyCredentials(
        index,
        replaced(directory.read(index).keyCredentials, keyCredentials, now()),
      );
    }
    return c.body(null, 204);
  });

  return app;
};

const text = z.string().nullish();

const addPassword = z.strictObject({
  passwordCredential: z.strictObject({ displayName: text, startDateTime: text, endDateTime: text }).nullish(),
});

const removePassword = z.strictObject({ keyId: z.guid() });

const patch = z.strictObject({
  passwordCredentials: z.array(z.unknown()).optional(),
  keyCredentials: z
    .array(
      z.strictObject({
        customKeyIdentifier: text,
        displayName: text,
        endDateTime: text,
        key: text,
        keyId: z.guid().nullish(),
        startDateTime: text,
        type: text,
        usage: text,
      }),
    )
    .optional(),
});

const body = async <T>(c: Context<GraphEnv>, schema: z.ZodType<T>): Promise<T> => {
  const raw: unknown = await c.req.json().catch(() => {
    throw badRequest('Unable to read JSON request payload.', 'BadRequest');
  });
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw badRequest(`Invalid value specified for '${issue?.path.join('.') ?? ''}': ${issue?.message ?? ''}`);
};

const instant = (value: string | null | undefined, name: string): number | undefined => {
  if (value === null || value === undefined) return undefined;
  const ms = Date.parse(value);
  if (Number.isNaN(ms) || !/T.*(Z|[+-]\d\d:\d\d)$/.test(value)) {
    throw badRequest(
      `Cannot convert the literal '${value}' of ${name} to the expected type 'Edm.DateTimeOffset'.`,
      'BadRequest',
    );
  }
  return ms;
};

const twoYearsAfter = (ms: number): number => {
  const date = new Date(ms);
  return date.setUTCFullYear(date.getUTCFullYear() + 2);
};
