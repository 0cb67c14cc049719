import * as z from 'zod';
import type { Source, Subject } from '../../domain/credential.ts';
import type { Digest } from '../../domain/ids.ts';
import { fail, ok } from '../../domain/result.ts';
import type { Tenant } from '../../domain/tenant.ts';
import type { ChangesPage, CredentialSource } from '../../ports/credential-source.ts';
import type { Unread } from '../../ports/scans.ts';
import { graphChanges, SCANS_LAST } from './changes.ts';
import type { GraphClient } from './graph-client.ts';
import { graphFailure, notUnderstood } from './graph-failure.ts';
import { outage, sourceFailure } from './graph-source-failure.ts';
import { isObjectId } from './object-id.ts';
import { pageSchema } from './page-schema.ts';

/** What an entry of a list is to us. */
export type ReadEntry =
  | { readonly kind: 'read'; readonly subject: Subject; readonly unread: readonly Unread[] }
  /** It is there, and holds no credential: for us as if it were not. */
  | { readonly kind: 'holds-nothing'; readonly unread: readonly Unread[] }
  | { readonly kind: 'not-understood'; readonly reason: string };

/** A list of directory objects that hold credentials. */
export interface DirectoryList {
  readonly source: Source;
  readonly path: 'applications' | 'servicePrincipals';
  readonly fields: string;
  readonly read: (entry: unknown, tenant: Tenant, digest: Digest) => ReadEntry;
}

interface Deps {
  readonly client: GraphClient;
  readonly tenant: Tenant;
  readonly digest: Digest;
}

/** The largest that Graph gives: the keyCredentials field is rationed by requests, not by entries. */
const PAGE = 999;
/** The right without which neither list may be read. */
const PERMISSION = 'Application.Read.All';

/** The credentials of a list of directory objects. A cursor is Graph's own link, taken as it is. */
export const directoryList = (
  list: DirectoryList,
  { client, tenant, digest }: Deps,
): CredentialSource & Required<Pick<CredentialSource, 'changes'>> => ({
  tenant: tenant.id,
  source: list.source,
  watches: isObjectId,
  page: async (cursor) => {
    let answer: unknown;
    try {
      answer = await client.get(cursor ?? `/${list.path}?$select=${list.fields}&$top=${PAGE}`, SCANS_LAST);
    } catch (error) {
      return fail(sourceFailure(error, { what: list.path, permission: PERMISSION, cursor }));
    }
    const page = pageSchema.safeParse(answer);
    if (!page.success) return fail(outage(notUnderstood.detail));
    const { value, '@odata.nextLink': next } = page.data;
    const { subjects, unread } = readEntries(value, list, tenant, digest);
    return ok({ subjects, unread, next });
  },
  look: async (nativeId) => {
    if (!isObjectId(nativeId)) return ok(undefined);
    let answer: unknown;
    try {
      answer = await client.get(`/${list.path}/${nativeId}?$select=${list.fields}`, SCANS_LAST);
    } catch (error) {
      if (graphFailure(error).code === 'NOT_FOUND') return ok(undefined);
      return fail(sourceFailure(error, { what: list.path, permission: PERMISSION }));
    }
    const entry = list.read(answer, tenant, digest);
    // It is there, so "gone" would be a lie, whatever it looks like.
    if (entry.kind === 'not-understood') return fail(outage(notUnderstood.detail));
    if (entry.kind === 'read') return ok(entry.subject);
    // What it holds could not be read: who knows whether that is nothing.
    return entry.unread.length === 0 ? ok(undefined) : fail(outage(notUnderstood.detail));
  },
  changes: graphChanges({
    ...{ client, collection: list.path, fields: list.fields },
    read: (entries) => readEntries(entries, list, tenant, digest),
    // A mark that Graph refuses for another reason than its age is like a cursor that it no longer takes.
    failureOf: (error) => sourceFailure(error, { what: list.path, permission: PERMISSION, cursor: 'a mark' }),
  }),
});

const readEntries = (
  entries: readonly unknown[],
  list: DirectoryList,
  tenant: Tenant,
  digest: Digest,
): Pick<ChangesPage, 'subjects' | 'unread' | 'holdingNothing'> => {
  const subjects: Subject[] = [];
  const unread: Unread[] = [];
  const holdingNothing: string[] = [];
  for (const each of entries) {
    const entry = list.read(each, tenant, digest);
    if (entry.kind === 'not-understood') {
      unread.push({ what: `${list.path}/${idOf(each)}`, reason: entry.reason });
      continue;
    }
    if (entry.kind === 'read') subjects.push(entry.subject);
    // What it holds and could not be read is no nothing.
    else if (entry.unread.length === 0) holdingNothing.push(idOf(each));
    unread.push(...entry.unread);
  }
  return { subjects, unread, holdingNothing };
};

const idOf = (entry: unknown): string =>
  z.object({ id: z.guid().toLowerCase() }).safeParse(entry).data?.id ?? '(without an id)';
