import type { TokenCredential } from '@azure/identity';
import type { Config } from '../config.ts';
import type { Aggregates } from '../ports/aggregates.ts';
import type { Tracer } from '../ports/tracer.ts';
import { once, onFirstUse } from './on-first-use.ts';
import type { Tables } from './tables.ts';

const AGGREGATES = { find: true, commit: true, due: true } as const;

/** The tables, opened together when the first of them is asked. */
export const tablesOnFirstUse = (
  config: Config,
  credential: TokenCredential,
  tracer: Tracer | undefined,
): Tables => {
  const opened = once(async () => (await import('./tables.ts')).openTables(config, credential, tracer));
  const aggregates = <Key, State>(of: (tables: Tables) => Aggregates<Key, State>): Aggregates<Key, State> =>
    onFirstUse<Aggregates<Key, State>>(AGGREGATES, async () => of(await opened()));
  return {
    subjects: {
      ...aggregates(({ subjects }) => subjects),
      list: async function* (tenant, unreadable, after) {
        yield* (await opened()).subjects.list(tenant, unreadable, after);
      },
      known: async function* (tenant) {
        yield* (await opened()).subjects.known(tenant);
      },
      certificates: async function* (tenant) {
        yield* (await opened()).subjects.certificates(tenant);
      },
      insertAll: async (added, dueAt) => (await opened()).subjects.insertAll(added, dueAt),
    },
    seen: {
      ...onFirstUse<Omit<Tables['seen'], 'read'>>(
        { note: true, forget: true },
        async () => (await opened()).seen,
      ),
      read: async function* (scan) {
        yield* (await opened()).seen.read(scan);
      },
    },
    scans: aggregates(({ scans }) => scans),
    lastScans: aggregates(({ lastScans }) => lastScans),
    directory: aggregates(({ directory }) => directory),
    decisions: aggregates(({ decisions }) => decisions),
    renewals: aggregates(({ renewals }) => renewals),
    declared: {
      ...aggregates(({ declared }) => declared),
      list: async function* (tenant, unreadable) {
        yield* (await opened()).declared.list(tenant, unreadable);
      },
    },
    silences: {
      ...aggregates(({ silences }) => silences),
      read: async (unreadable) => (await opened()).silences.read(unreadable),
      list: async function* (tenant, unreadable) {
        yield* (await opened()).silences.list(tenant, unreadable);
      },
    },
    overrides: {
      ...aggregates(({ overrides }) => overrides),
      read: async (tenant, unreadable) => (await opened()).overrides.read(tenant, unreadable),
      list: async function* (tenant, unreadable) {
        yield* (await opened()).overrides.list(tenant, unreadable);
      },
    },
    metadata: {
      ...aggregates(({ metadata }) => metadata),
      list: async function* (tenant, unreadable) {
        yield* (await opened()).metadata.list(tenant, unreadable);
      },
    },
    providers: {
      ...aggregates(({ providers }) => providers),
      list: async function* (tenant, unreadable) {
        yield* (await opened()).providers.list(tenant, unreadable);
      },
    },
    summaries: aggregates(({ summaries }) => summaries),
    links: {
      ...aggregates(({ links }) => links),
      writtenAt: async (id) => (await opened()).links.writtenAt(id),
    },
    sessions: onFirstUse<Tables['sessions']>(
      { begin: true, find: true, end: true },
      async () => (await opened()).sessions,
    ),
    pendingSignIns: onFirstUse<Tables['pendingSignIns']>(
      { keep: true, take: true },
      async () => (await opened()).pendingSignIns,
    ),
    limits: onFirstUse<Tables['limits']>({ tally: true, add: true }, async () => (await opened()).limits),
    expired: onFirstUse<Tables['expired']>({ remove: true }, async () => (await opened()).expired),
    sketches: onFirstUse<Tables['sketches']>({ read: true }, async () => (await opened()).sketches),
    trail: {
      ...onFirstUse<Omit<Tables['trail'], 'entries'>>(
        { heads: true, checkpoints: true, keep: true },
        async () => (await opened()).trail,
      ),
      entries: async function* (stream) {
        yield* (await opened()).trail.entries(stream);
      },
    },
    audit: onFirstUse({ append: true }, async () => (await opened()).audit),
    outbox: onFirstUse({ pending: true, sent: true, backlog: true }, async () => (await opened()).outbox),
    answer: async () => (await opened()).answer(),
  };
};
