import * as z from 'zod';
import type { Subject } from '../../domain/credential.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import type { SourceFailure } from '../../ports/credential-source.ts';
import type { Unread } from '../../ports/scans.ts';
import { askedTogether } from './asked-together.ts';
import { SCANS_LAST } from './changes.ts';
import { faultsOf } from './credential-entry-schema.ts';
import type { DomainDeps } from './domain-deps.ts';
import type { GraphClient } from './graph-client.ts';
import { notUnderstood } from './graph-failure.ts';
import { outage } from './graph-source-failure.ts';
import { isObjectId } from './object-id.ts';
import {
  type Enterprise,
  ENTERPRISE_FIELDS,
  enterpriseSchema,
  type Job,
  jobSchema,
} from './provisioning-schema.ts';
import { PROVISIONING_PREFIX, provisioningSubject } from './provisioning-subject.ts';
import { askFor, askForList, type SourcePart } from './source-part.ts';

/** Only those can have a job: the portal gives them this tag. As many as one request then asks for the jobs of. */
const FILTER = "tags/any(t:t eq 'WindowsAzureActiveDirectoryIntegratedApp')";
const PAGE = 20;
const LIST = {
  path: `/servicePrincipals?$filter=${encodeURIComponent(FILTER)}&$select=${ENTERPRISE_FIELDS}&$top=${PAGE}`,
  permission: 'Application.Read.All',
};
const PERMISSION = 'Synchronization.Read.All';

interface Found {
  readonly subject: Subject | undefined;
  readonly unread: readonly Unread[];
}

/**
 * The jobs by which enterprise applications provision people (SCIM). Their tokens can't be read and tell no end; that one
 * was refused is seen by the quarantine of its job. Two requests for twenty applications.
 */
export const provisioningPart = (deps: DomainDeps): SourcePart => {
  const jobsPath = (id: string): string => `/servicePrincipals/${id}/synchronization/jobs`;

  const provisioningOf = async (
    client: GraphClient,
    application: Enterprise,
  ): Promise<Result<Found, SourceFailure>> => {
    const jobs: Job[] = [];
    const unread: Unread[] = [];
    let next: string | undefined = jobsPath(application.id);
    while (next !== undefined) {
      const list: Awaited<ReturnType<typeof askForList>> = await askForList(client, {
        path: next,
        permission: PERMISSION,
      });
      if (!list.ok) return list;
      for (const entry of list.value.value) {
        const job = jobSchema.safeParse(entry);
        if (job.success) jobs.push(job.data);
        else unread.push({ what: `${PROVISIONING_PREFIX}${application.id}`, reason: faultsOf(job.error) });
      }
      next = list.value.next;
    }
    return ok({ subject: provisioningSubject(application, jobs, deps), unread });
  };

  return {
    name: 'provisioning',
    holds: (nativeId) => nativeId.startsWith(PROVISIONING_PREFIX),
    page: async (cursor) => {
      const list = await askForList(deps.client, cursor === undefined ? LIST : { ...LIST, path: cursor });
      if (!list.ok) return list;
      const entries = list.value.value.map((entry) => ({ entry, read: enterpriseSchema.safeParse(entry) }));
      const client = await askedTogether(
        deps.client,
        entries.flatMap(({ read }) => (read.success ? [jobsPath(read.data.id)] : [])),
        SCANS_LAST,
      );
      const subjects: Subject[] = [];
      const unread: Unread[] = [];
      for (const { entry, read } of entries) {
        if (!read.success) {
          unread.push({ what: `${PROVISIONING_PREFIX}${idOf(entry)}`, reason: faultsOf(read.error) });
          continue;
        }
        const found = await provisioningOf(client, read.data);
        if (!found.ok) return found;
        if (found.value.subject !== undefined) subjects.push(found.value.subject);
        unread.push(...found.value.unread);
      }
      return ok({ subjects, unread, next: list.value.next });
    },
    look: async (nativeId) => {
      const id = nativeId.slice(PROVISIONING_PREFIX.length);
      if (!isObjectId(id)) return ok(undefined);
      const path = `/servicePrincipals/${id}?$select=${ENTERPRISE_FIELDS}`;
      const answer = await askFor(deps.client, { path, permission: LIST.permission });
      if (!answer.ok) return answer;
      if (answer.value === undefined) return ok(undefined);
      const application = enterpriseSchema.safeParse(answer.value);
      if (!application.success) return fail(outage(notUnderstood.detail));
      const found = await provisioningOf(deps.client, application.data);
      if (!found.ok) return found;
      const { subject, unread } = found.value;
      // It has a job that could not be read: who knows whether that is none.
      return subject === undefined && unread.length > 0 ? fail(outage(notUnderstood.detail)) : ok(subject);
    },
  };
};

const idOf = (entry: unknown): string =>
  z.object({ id: z.guid().toLowerCase() }).safeParse(entry).data?.id ?? '(without an id)';
