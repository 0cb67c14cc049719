import { Hono } from 'hono';
import type { Certificate } from './certificates.ts';
import { EVENT_KINDS, type EventGrid, type EventKind } from './events.ts';
import type { NewVersions } from './new-versions.ts';
import type { Vault } from './vault.ts';

interface Parts {
  readonly vaults: ReadonlyMap<string, Vault>;
  readonly urlOf: (vault: string) => string;
  readonly versions: NewVersions;
  /** Undefined: nobody is told. */
  readonly grid: EventGrid | undefined;
}

const isKind = (kind: unknown): kind is EventKind => EVENT_KINDS.some((known) => known === kind);

/**
 * What people and test drivers ask of the vaults over plain HTTP: `POST /certificates/{vault}/{name}/versions` makes the next
 * version (`{"lifetimeDays": 90}`) and tells of it; `POST /certificates/{vault}/{name}/events` only tells (`{"kind":
 * "NearExpiry"}`).
 */
export const vaultControl = ({ vaults, urlOf, versions, grid }: Parts): Hono => {
  const app = new Hono();
  app.onError((error, c) => c.json({ error: error.message }, 400));
  const nothing = { error: 'There is no such certificate.' };
  const tell = async (vault: string, certificate: Certificate, kind: EventKind) => {
    await grid?.tell(urlOf(vault), certificate, kind);
    return {
      name: certificate.name,
      version: certificate.versions.at(-1)?.version,
      told: grid !== undefined,
    };
  };

  app.post('/certificates/:vault/:name/versions', async (c) => {
    const { vault, name } = c.req.param();
    const { lifetimeDays }: { lifetimeDays?: unknown } = await c.req.json();
    if (lifetimeDays !== undefined && !(typeof lifetimeDays === 'number' && lifetimeDays > 0))
      return c.json({ error: 'lifetimeDays is a number above 0.' }, 400);
    const certificate = await versions.make(vault, name, lifetimeDays);
    if (certificate === undefined) return c.json(nothing, 404);
    return c.json(await tell(vault, certificate, 'NewVersionCreated'), 201);
  });

  app.post('/certificates/:vault/:name/events', async (c) => {
    const { vault, name } = c.req.param();
    const { kind }: { kind?: unknown } = await c.req.json();
    if (!isKind(kind)) return c.json({ error: `kind is one of ${EVENT_KINDS.join(', ')}.` }, 400);
    const certificate = vaults.get(vault)?.certificates.get(name);
    if (certificate === undefined) return c.json(nothing, 404);
    return c.json(await tell(vault, certificate, kind), 201);
  });
  return app;
};
