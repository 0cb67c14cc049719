import type { Subject } from '../../domain/credential.ts';
import { subjectOfTrust, type Trusted, trustedBy } from '../../domain/federation-metadata.ts';
import { type Digest, type MetadataId, readId } from '../../domain/ids.ts';
import { fetched, isSameText, type KeptMetadata, unreached } from '../../domain/kept-metadata.ts';
import { fail, ok } from '../../domain/result.ts';
import type { Tenant } from '../../domain/tenant.ts';
import type { Stored } from '../../ports/aggregates.ts';
import type { Clock } from '../../ports/clock.ts';
import type { CredentialSource, SourceFailure } from '../../ports/credential-source.ts';
import type { MetadataStore } from '../../ports/kept-metadata.ts';
import type { Outside, OutsideFailure } from '../../ports/outside.ts';
import type { Unread } from '../../ports/scans.ts';
import type { Subjects } from '../../ports/subjects.ts';
import { readFederationMetadata } from './federation-metadata.ts';
import { orAway } from './or-away.ts';
import { FEDERATION_METADATA, metadataSubject } from './metadata-subject.ts';

interface Settings {
  readonly tenant: Tenant;
  readonly kept: MetadataStore;
  /** Our own inventory: it knows what the tenant trusts. */
  readonly subjects: Pick<Subjects, 'find'>;
  readonly outside: Outside;
  readonly digest: Digest;
  readonly clock: Clock;
}

const ID = /^fm-[a-z2-7]{26}$/;
const ACCEPT = 'application/samlmetadata+xml, application/xml, text/xml';

/**
 * The certificates in the federation metadata that operators declared, for one tenant. A page is one declaration, a cursor
 * the id of the one to read. What can't be fetched is said to be unread; what was read of it before stays, with a concern.
 */
export const federationMetadata = (settings: Settings): CredentialSource => {
  const { tenant, kept } = settings;
  return {
    tenant: tenant.id,
    source: FEDERATION_METADATA,
    watches: (nativeId) => ID.test(nativeId),
    page: (cursor) =>
      orAway(async () => {
        const unread: Unread[] = [];
        const all: MetadataId[] = [];
        const unreadable = (row: string) =>
          unread.push({ what: `federation-metadata/${row}`, reason: 'Its row can not be read.' });
        for await (const one of kept.list(tenant.id, unreadable))
          if (one.removedAt === undefined) all.push(one.id);
        const [id, next] = all.toSorted().filter((one) => one >= (cursor ?? ''));
        // Rows that can't be read are said once, with the first page.
        const said = cursor === undefined ? unread : [];
        if (id === undefined) return ok({ subjects: [], unread: said, next: undefined });
        const seen = await see(settings, id);
        if (seen === undefined) return ok({ subjects: [], unread: said, next });
        return ok({ subjects: [seen.subject], unread: [...said, ...seen.unread], next });
      }),
    look: (nativeId) =>
      orAway<Subject | undefined>(async () => {
        if (!ID.test(nativeId)) return ok(undefined);
        const seen = await see(settings, readId<MetadataId>(nativeId));
        return seen?.failure === undefined ? ok(seen?.subject) : fail(seen.failure);
      }),
  };
};

interface Seen {
  readonly subject: Subject;
  readonly unread: readonly Unread[];
  readonly failure: SourceFailure | undefined;
}

/** Fetches one, keeps what that changes, and tells how it stands; undefined: nobody wants it any more. */
const see = async (settings: Settings, id: MetadataId): Promise<Seen | undefined> => {
  const { tenant, kept, clock } = settings;
  const stored = await kept.find({ tenant: tenant.id, id });
  if (stored === undefined || stored.state.removedAt !== undefined) return undefined;
  const trusted = await trustedNow(settings, stored.state);
  const now = clock.now();
  const got = await readAgain(settings, stored.state, trusted);
  await keep(settings, stored, got.state);
  return {
    subject: metadataSubject(got.state, trusted, { ...settings, now }),
    unread: got.reasons.map((reason) => ({ what: `federation-metadata/${stored.state.name}`, reason })),
    failure: got.failure,
  };
};

const trustedNow = async (
  { tenant, digest, subjects }: Settings,
  { trust }: KeptMetadata,
): Promise<Trusted> => {
  const id = subjectOfTrust(digest, tenant.id, trust);
  const known = id && (await subjects.find({ tenant: tenant.id, id }));
  return trustedBy(trust, known?.state.goneAt === undefined ? known?.state.facts : undefined);
};

interface ReadAgain {
  readonly state: KeptMetadata;
  readonly reasons: readonly string[];
  readonly failure: SourceFailure | undefined;
}

const readAgain = async (
  { outside, clock }: Settings,
  kept: KeptMetadata,
  trusted: Trusted,
): Promise<ReadAgain> => {
  if (kept.origin.kind === 'file') return { state: kept, reasons: [], failure: undefined };
  const answer = await outside.get(kept.origin.url, ACCEPT);
  const now = clock.now();
  if (!answer.ok) return notRead(kept, answer.failure, now);
  const read = readFederationMetadata(answer.value.text, kept.entityId);
  if (!read.ok)
    return notRead(kept, { code: 'UNFIT', detail: `${answer.value.address}: ${read.failure}` }, now);
  return {
    state: fetched(kept, read.value.metadata, trusted, now),
    reasons: read.value.faults,
    failure: undefined,
  };
};

const notRead = (
  kept: KeptMetadata,
  { code, detail }: Pick<OutsideFailure, 'code' | 'detail'>,
  now: ReturnType<Clock['now']>,
): ReadAgain => ({
  state: unreached(kept, detail, now),
  reasons: [detail],
  failure: { code: code === 'CLOSED' ? 'FORBIDDEN' : 'UNAVAILABLE', detail },
});

const keep = async (
  { kept }: Settings,
  { state, version }: Stored<KeptMetadata>,
  next: KeptMetadata,
): Promise<void> => {
  if (isSameText(state, next)) return;
  const { tenant, id } = next;
  const change = { state: next, expected: version, dueAt: undefined, messages: [] };
  const saved = await kept.commit({ tenant, id }, change);
  if (!saved.ok) return; // declared anew meanwhile; the next scan fetches by that
};
