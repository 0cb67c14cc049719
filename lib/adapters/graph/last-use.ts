import * as z from 'zod';
import type { TenantId } from '../../domain/ids.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import { type Instant, later, parseInstant } from '../../domain/time.ts';
import type { LastUse, LastUsed, LastUseFailure } from '../../ports/last-use.ts';
import type { GraphClient } from './graph-client.ts';
import { graphFailure, notUnderstood } from './graph-failure.ts';
import { pageSchema } from './page-schema.ts';

/** In beta alone, and in the public cloud alone. */
const REPORT = '/beta/reports/appCredentialSignInActivities';
const PAGE = 999;
/** People's requests go first. */
const SCANS_LAST = { 'x-ms-throttle-priority': 'Low' };

const time = z
  .string()
  .nullish()
  .transform((text) => parseInstant(text ?? ''));
const entrySchema = z.object({
  keyId: z.guid().toLowerCase(),
  appObjectId: z.guid().toLowerCase().nullish(),
  servicePrincipalObjectId: z.guid().toLowerCase().nullish(),
  credentialOrigin: z.string().nullish(),
  signInActivity: z
    .object({
      lastSignInDateTime: time,
      lastNonInteractiveSignInDateTime: time,
      lastSuccessfulSignInDateTime: time,
    })
    .nullish(),
});

interface Deps {
  readonly clientFor: (tenant: TenantId) => GraphClient;
  /** The Graph of a tenant, by whose whole address a beta path is asked for; undefined: the operator does not want it read. */
  readonly graphOf: (tenant: TenantId) => URL | undefined;
}

/** The last sign-ins that Entra tells of, by application and key. */
export const graphLastUse = ({ clientFor, graphOf }: Deps): LastUse => {
  const page: LastUse['page'] = async (tenant, cursor) => {
    const graph = graphOf(tenant);
    if (graph === undefined) return fail(OFF);
    const answer = await ask(clientFor(tenant), cursor ?? `${graph.origin}${REPORT}?$top=${PAGE}`);
    if (!answer.ok) return answer;
    const { value, '@odata.nextLink': next } = answer.value;
    return ok({ used: value.flatMap(usesIn), next });
  };
  return {
    page,
    of: async ({ tenant, nativeId }, keyId) => {
      const wanted = { nativeId: nativeId.toLowerCase(), keyId: keyId.toLowerCase() };
      const graph = graphOf(tenant);
      if (graph === undefined) return fail(OFF);
      // What is no GUID is no key id of the directory, and must not become a part of the question.
      if (!z.guid().safeParse(wanted.keyId).success) return ok(undefined);
      let last: Instant | undefined;
      let next: string | undefined = `${graph.origin}${REPORT}?$filter=keyId eq '${wanted.keyId}'`;
      while (next !== undefined) {
        const found: Awaited<ReturnType<typeof page>> = await page(tenant, next);
        if (!found.ok) return found;
        for (const one of found.value.used) {
          if (one.nativeId !== wanted.nativeId || one.keyId !== wanted.keyId) continue;
          last = last === undefined ? one.at : later(last, one.at);
        }
        next = found.value.next;
      }
      return ok(last);
    },
  };
};

const OFF: LastUseFailure = { code: 'OFF', detail: 'The tenant does not have "lastUse" in TENANTS.' };

const ask = async (
  client: GraphClient,
  path: string,
): Promise<Result<z.infer<typeof pageSchema>, LastUseFailure>> => {
  let answer: unknown;
  try {
    answer = await client.get(path, SCANS_LAST);
  } catch (error) {
    const { code, detail } = graphFailure(error);
    // Another cloud does not know the path, a tenant without a licence refuses it, and so does a right that is missing.
    return fail({ code: code === 'UNAVAILABLE' ? code : 'NOT_OFFERED', detail });
  }
  const parsed = pageSchema.safeParse(answer);
  return parsed.success ? ok(parsed.data) : fail({ code: 'UNAVAILABLE', detail: notUnderstood.detail });
};

/** What can't be read, or says of no sign-in, tells nothing. */
const usesIn = (entry: unknown): readonly LastUsed[] => {
  const parsed = entrySchema.safeParse(entry);
  if (!parsed.success) return [];
  const { keyId, appObjectId, servicePrincipalObjectId, credentialOrigin, signInActivity } = parsed.data;
  const nativeId = credentialOrigin === 'servicePrincipal' ? servicePrincipalObjectId : appObjectId;
  const times = Object.values(signInActivity ?? {}).filter((at) => at !== undefined);
  const [first, ...more] = times;
  if (typeof nativeId !== 'string' || first === undefined) return [];
  return [{ nativeId, keyId, at: more.reduce(later, first) }];
};
