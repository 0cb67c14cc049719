import { randomBytes } from 'node:crypto';
import type { TableClient } from '@azure/data-tables';
import * as z from 'zod';
import type { ObjectId } from '../../domain/person.ts';
import { readId } from '../../domain/ids.ts';
import type { Session } from '../../domain/session.ts';
import type { PendingSignIn, PendingSignIns } from '../../ports/pending-sign-ins.ts';
import type { Sessions } from '../../ports/sessions.ts';
import { passingRows } from './passing-rows.ts';
import { instant, linkId, maybe, tenant, whole } from './schema.ts';

const KEY_BYTES = 32;

const session: z.ZodType<Session> = whole({
  person: whole({ tenant, objectId: z.guid().transform(readId<ObjectId>) }),
  name: z.string(),
  authenticatedAt: instant,
  freshFor: maybe(linkId),
  only: maybe(linkId),
  until: instant,
});

/** Sessions in a table. The key leaves only for the browser; a retry that finds its own row has done what it should. */
export const tableSessions = (client: TableClient): Sessions => {
  const rows = passingRows(client, session);
  const keyOf = (key: string): string => `session|${key}`;
  return {
    begin: async (begun) => {
      const key = randomBytes(KEY_BYTES).toString('base64url');
      await rows.put(keyOf(key), begun, begun.until);
      return key;
    },
    find: async (key, now) => (await rows.find(keyOf(key), now))?.value,
    end: async (key) => {
      await rows.remove(keyOf(key));
    },
  };
};

const pending: z.ZodType<PendingSignIn> = whole({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  link: linkId,
  fresh: z.boolean(),
  startedAt: instant,
  until: instant,
});

/** Sign-ins under way, in the same table. */
export const tablePendingSignIns = (client: TableClient): PendingSignIns => {
  const rows = passingRows(client, pending);
  const keyOf = (state: string): string => `sign-in|${state}`;
  return {
    keep: async (kept) => {
      await rows.put(keyOf(kept.state), kept, kept.until);
    },
    take: async (state, now) => {
      const found = await rows.find(keyOf(state), now);
      const isOurs = found !== undefined && (await rows.remove(keyOf(state)));
      return isOurs ? found.value : undefined;
    },
  };
};
