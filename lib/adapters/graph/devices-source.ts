import * as z from 'zod';
import type { CertificateProfile } from '../../domain/certificate-profile.ts';
import type { Subject } from '../../domain/credential.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import type { CredentialSource, SourceFailure, SourcePage } from '../../ports/credential-source.ts';
import { faultsOf } from './credential-entry-schema.ts';
import { type DevicePart, devicePartsOf, PROFILES } from './device-parts.ts';
import { certificateState, deviceConfiguration } from './device-schema.ts';
import { issuedSubject, type Place, profileOf } from './device-subjects.ts';
import type { GraphClient } from './graph-client.ts';
import { type GraphFailure, graphFailure, notUnderstood } from './graph-failure.ts';
import { pageSchema } from './page-schema.ts';

interface Options extends Place {
  readonly client: GraphClient;
  readonly graphRoot: URL;
  readonly beta: boolean;
  /** Whether the certificates of single devices are read too; only with `beta`. */
  readonly issued: boolean;
  readonly pageSize?: number;
}

const HEADERS = { 'x-ms-throttle-priority': 'Low' };
const ID = /^[\w.~-]{1,100}$/;

/** A profile by which certificates were issued, as a cursor keeps it. */
const issuedBy = z.object({ id: z.string(), type: z.string() });
const cursorSchema = z.object({
  part: z.int(),
  link: z.string().optional(),
  /** Profiles whose certificates are still to be read. */
  profiles: z.array(issuedBy),
});
type Cursor = z.output<typeof cursorSchema>;

/**
 * What the management of devices keeps: one kind after the other, and then what was issued by each profile. What we may not
 * read, or the tenant has no licence for, is said to be unread, and the rest is read: less is seen, and nobody is left to
 * believe that this was all. A cursor says which kind is next, and where in it.
 */
export const graphDevices = (options: Options): CredentialSource => {
  const { tenant, client, graphRoot, beta, issued, pageSize = 100 } = options;
  const parts = devicePartsOf(beta);
  const addressOf = (version: DevicePart['version'], path: string) =>
    `${graphRoot.origin}/${version}/${path}`;
  const get = async (address: string): Promise<Result<unknown, GraphFailure>> => {
    try {
      return ok(await client.get(address, HEADERS));
    } catch (error) {
      return fail(graphFailure(error));
    }
  };

  /** A page of one kind; `next` goes on within it. */
  const pageOf = async (
    { path, version, permission, isSingle, read }: DevicePart,
    link: string | undefined,
  ): Promise<Result<{ readonly page: SourcePage; readonly entries: readonly unknown[] }, SourceFailure>> => {
    const answer = await get(link ?? addressOf(version, isSingle ? path : `${path}?$top=${pageSize}`));
    if (!answer.ok) return skipped(path, permission, answer.failure, isSingle);
    const list = isSingle
      ? { data: { value: [answer.value] }, success: true as const }
      : pageSchema.safeParse(answer.value);
    if (!list.success) return fail({ code: 'UNAVAILABLE', detail: notUnderstood.detail });
    const found = list.data.value.map((entry) => read(options, entry));
    return ok({
      entries: list.data.value,
      page: {
        subjects: found.filter(isSubject),
        unread: found.flatMap((each, index) =>
          each !== undefined && 'fault' in each
            ? [{ what: `${path}/${idOf(list.data.value[index]) ?? index}`, reason: each.fault }]
            : [],
        ),
        next: '@odata.nextLink' in list.data ? list.data['@odata.nextLink'] : undefined,
      },
    });
  };

  return {
    tenant: tenant.id,
    source: 'devices',
    watches: (nativeId) => placeOf(nativeId) !== undefined,
    page: async (text) => {
      const cursor = readCursor(text);
      const part = parts[cursor.part];
      if (part === undefined) return issuedPage(cursor);
      const read = await pageOf(part, cursor.link);
      if (!read.ok) return read;
      const { page, entries } = read.value;
      const profiles =
        issued && part.path === PROFILES
          ? [...cursor.profiles, ...entries.flatMap(issuerOf)]
          : cursor.profiles;
      const next: Cursor =
        page.next === undefined
          ? { part: cursor.part + 1, profiles }
          : { part: cursor.part, link: page.next, profiles };
      return ok({ ...page, next: isOver(next) ? undefined : JSON.stringify(next) });
    },
    look: async (nativeId) => {
      const place = placeOf(nativeId);
      if (place === undefined) return ok(undefined);
      if ('issued' in place) return lookAtIssued(place.issued, nativeId);
      const answer = await get(addressOf(place.part.version, nativeId));
      if (!answer.ok) return gone(answer.failure);
      const found = place.part.read(options, answer.value);
      return found !== undefined && 'fault' in found
        ? fail({ code: 'UNAVAILABLE', detail: notUnderstood.detail })
        : ok(found);
    },
  };

  function isOver({ part, profiles }: Cursor): boolean {
    return part >= parts.length && profiles.length === 0;
  }

  function placeOf(nativeId: string) {
    const of =
      /^(deviceManagement\/deviceConfigurations\/([^/]+)\/microsoft\.graph\.([A-Za-z0-9]+))\/managedDeviceCertificateStates\/([^/]+)$/.exec(
        nativeId,
      );
    if (of !== null) {
      const [, , id = '', type = '', state = ''] = of;
      return issued && ID.test(id) && ID.test(state)
        ? { issued: { id, type: `#microsoft.graph.${type}` } }
        : undefined;
    }
    const part = parts.find(({ path, isSingle }) =>
      isSingle
        ? nativeId === path
        : nativeId.startsWith(`${path}/`) && ID.test(nativeId.slice(path.length + 1)),
    );
    return part && { part };
  }

  async function issuedPage(cursor: Cursor): Promise<Result<SourcePage, SourceFailure>> {
    const [profile, ...others] = cursor.profiles;
    if (profile === undefined) return ok({ subjects: [], unread: [], next: undefined });
    const path = statesOf(profile);
    const known = await profileAt(profile.id);
    const answer = known.ok ? await get(cursor.link ?? addressOf('beta', `${path}?$top=${pageSize}`)) : known;
    const goOn = (link: string | undefined): string | undefined => {
      const next: Cursor = {
        part: cursor.part,
        link,
        profiles: link === undefined ? others : cursor.profiles,
      };
      return isOver(next) ? undefined : JSON.stringify(next);
    };
    if (!known.ok || !answer.ok) {
      const failure = known.ok ? (answer as { readonly failure: GraphFailure }).failure : known.failure;
      const left = skipped(path, 'DeviceManagementConfiguration.Read.All', failure, false);
      return left.ok ? ok({ ...left.value.page, next: goOn(undefined) }) : left;
    }
    const page = pageSchema.safeParse(answer.value);
    if (!page.success) return fail({ code: 'UNAVAILABLE', detail: notUnderstood.detail });
    const by = known.value;
    const states = page.data.value.map((entry) => ({ entry, parsed: certificateState.safeParse(entry) }));
    return ok({
      subjects: states.flatMap(({ parsed }) =>
        parsed.success && by !== undefined
          ? [issuedSubject(options, `${path}/${parsed.data.id}`, parsed.data, by)]
          : [],
      ),
      unread: states.flatMap(({ entry, parsed }, index) =>
        parsed.success ? [] : [{ what: `${path}/${idOf(entry) ?? index}`, reason: faultsOf(parsed.error) }],
      ),
      next: goOn(page.data['@odata.nextLink']),
    });
  }

  async function profileAt(id: string): Promise<Result<CertificateProfile | undefined, GraphFailure>> {
    const answer = await get(addressOf('beta', `${PROFILES}/${id}`));
    if (!answer.ok) return answer;
    const parsed = deviceConfiguration.safeParse(answer.value);
    return parsed.success ? ok(profileOf(parsed.data)) : fail(notUnderstood);
  }

  async function lookAtIssued(
    { id }: { readonly id: string },
    nativeId: string,
  ): Promise<Result<Subject | undefined, SourceFailure>> {
    const by = await profileAt(id);
    if (!by.ok) return gone(by.failure);
    const answer = await get(addressOf('beta', nativeId));
    if (!answer.ok) return gone(answer.failure);
    const parsed = certificateState.safeParse(answer.value);
    if (!parsed.success) return fail({ code: 'UNAVAILABLE', detail: notUnderstood.detail });
    return ok(by.value && issuedSubject(options, nativeId, parsed.data, by.value));
  }
};

const readCursor = (text: string | undefined): Cursor => {
  if (text === undefined) return { part: 0, profiles: [] };
  return cursorSchema.parse(JSON.parse(text));
};

const statesOf = ({ id, type }: z.output<typeof issuedBy>): string =>
  `${PROFILES}/${id}/${type.slice(1)}/managedDeviceCertificateStates`;

const issuerOf = (entry: unknown): z.output<typeof issuedBy>[] => {
  const parsed = deviceConfiguration.safeParse(entry);
  if (!parsed.success || profileOf(parsed.data) === undefined || !ID.test(parsed.data.id)) return [];
  return [{ id: parsed.data.id, type: parsed.data['@odata.type'] }];
};

const isSubject = (found: Subject | undefined | { readonly fault: string }): found is Subject =>
  found !== undefined && !('fault' in found);

const idOf = (entry: unknown): string | undefined =>
  z.object({ id: z.string().regex(ID) }).safeParse(entry).data?.id;

/** What is closed to us, or not there in this cloud, is said and passed over; what is away is tried again. */
const skipped = (
  path: string,
  permission: string,
  { code, detail, throttled }: GraphFailure,
  isSingle: boolean,
): Result<{ readonly page: SourcePage; readonly entries: readonly unknown[] }, SourceFailure> => {
  const nothing = { subjects: [], unread: [], next: undefined };
  if (code === 'NOT_FOUND' && isSingle) return ok({ entries: [], page: nothing });
  if (throttled !== undefined) return fail({ code: 'THROTTLED', detail, ...throttled });
  if (code === 'UNAVAILABLE') return fail({ code, detail });
  const reason =
    code === 'FORBIDDEN'
      ? `${permission} is missing, or the tenant has no licence for it (${detail}).`
      : `This can not be read here (${detail}).`;
  return ok({ entries: [], page: { ...nothing, unread: [{ what: path, reason }] } });
};

const gone = ({ code, detail, throttled }: GraphFailure): Result<undefined, SourceFailure> => {
  if (code === 'NOT_FOUND') return ok(undefined);
  if (throttled !== undefined) return fail({ code: 'THROTTLED', detail, ...throttled });
  return fail({ code: code === 'FORBIDDEN' ? 'FORBIDDEN' : 'UNAVAILABLE', detail });
};
