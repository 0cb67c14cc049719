import type * as z from 'zod';
import type { Digest } from '../../domain/ids.ts';
import { fail, ok } from '../../domain/result.ts';
import type { Tenant } from '../../domain/tenant.ts';
import type { CredentialSource, SourceFailure, SourcePage } from '../../ports/credential-source.ts';
import { APPLICATION_FIELDS, applicationSchema, faultsOf, pageSchema } from './application-schema.ts';
import { APPLICATIONS, subjectOf } from './application-subject.ts';
import type { GraphClient } from './graph-client.ts';
import { isObjectId } from './object-id.ts';
import { graphFailure, notUnderstood } from './graph-failure.ts';

/** The largest that Graph gives: the keyCredentials field is rationed by requests, not by entries. */
const PAGE = 999;
/** People's requests go first. */
const HEADERS = { 'x-ms-throttle-priority': 'Low' };

/** The client secrets and certificates of a tenant's applications. A cursor is Graph's own link, taken as it is. */
export const graphApplications = ({
  client,
  tenant,
  digest,
}: {
  readonly client: GraphClient;
  readonly tenant: Tenant;
  readonly digest: Digest;
}): CredentialSource => ({
  tenant: tenant.id,
  source: APPLICATIONS,
  watches: isObjectId,
  page: async (cursor) => {
    let answer: unknown;
    try {
      answer = await client.get(
        cursor ?? `/applications?$select=${APPLICATION_FIELDS}&$top=${PAGE}`,
        HEADERS,
      );
    } catch (error) {
      return fail(sourceFailure(error, cursor));
    }
    const page = pageSchema.safeParse(answer);
    if (!page.success) return fail(outage(notUnderstood.detail));
    return ok(sourcePage(page.data, tenant, digest));
  },
  look: async (nativeId) => {
    if (!isObjectId(nativeId)) return ok(undefined);
    let answer: unknown;
    try {
      answer = await client.get(`/applications/${nativeId}?$select=${APPLICATION_FIELDS}`, HEADERS);
    } catch (error) {
      if (graphFailure(error).code === 'NOT_FOUND') return ok(undefined);
      return fail(sourceFailure(error, undefined));
    }
    // It is there, so "gone" would be a lie, whatever it looks like.
    const application = applicationSchema.safeParse(answer);
    return application.success
      ? ok(subjectOf(application.data, tenant, digest).subject)
      : fail(outage(notUnderstood.detail));
  },
});

const sourcePage = (
  { value, '@odata.nextLink': next }: z.infer<typeof pageSchema>,
  tenant: Tenant,
  digest: Digest,
): SourcePage => {
  const read = value.map((entry) => {
    const application = applicationSchema.safeParse(entry);
    return application.success
      ? subjectOf(application.data, tenant, digest)
      : { subject: undefined, unread: [{ what: nameOf(entry), reason: faultsOf(application.error) }] };
  });
  return {
    subjects: read.flatMap(({ subject }) => (subject === undefined ? [] : [subject])),
    unread: read.flatMap(({ unread }) => unread),
    next,
  };
};

const nameOf = (entry: unknown): string => {
  const named = applicationSchema.pick({ id: true }).safeParse(entry);
  return named.success ? `applications/${named.data.id}` : 'applications/(without an id)';
};

const PERMISSION = 'Application.Read.All';
/** What Graph says of a right that is missing; a refused sign-in says something else. */
const RIGHT_MISSING = 'Graph answered 403, Authorization_RequestDenied';

const outage = (detail: string): SourceFailure => ({ code: 'UNAVAILABLE', detail });

/**
 * A cursor that Graph no longer takes ends this scan like an outage that lasts: the next one starts anew. Refused without
 * a cursor, the question itself is wrong, and that is a bug.
 */
const sourceFailure = (error: unknown, cursor: string | undefined): SourceFailure => {
  const { code, detail, throttled } = graphFailure(error);
  if (throttled !== undefined) return { code: 'THROTTLED', detail, ...throttled };
  if (code === 'FORBIDDEN')
    return {
      code,
      detail: detail.startsWith(RIGHT_MISSING)
        ? `${detail}. The permission ${PERMISSION} is missing.`
        : detail,
    };
  if (code === 'UNAVAILABLE' || cursor !== undefined) return outage(detail);
  throw new Error('Graph refuses the question for applications.', { cause: error });
};
