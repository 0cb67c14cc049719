import type { TokenCredential } from '@azure/identity';
import { keepHeapSmall } from '../adapters/system/heap.ts';
import { callersOf } from './callers.ts';
import { mailerOf, texts } from './mail.ts';
import { type ClientFor, type CredentialOf, graphProbe, lastUseOf, peopleOf } from './sign-in.ts';
import { metadataReader } from './sources/outside.ts';
import { writtenLists } from './sources/declared.ts';
import { sourcesOf } from './sources/sources.ts';
import type { Tables } from './tables.ts';
import type { WatchSettings } from '../config.ts';
import type { CommonDeps, WatchDeps } from '../roles.ts';

/** Fifty thousand subjects are put up within ten runs, each of which takes seconds. */
const PUT_UP_BUDGET = 5000;

export const wireWatch = (
  settings: WatchSettings,
  common: CommonDeps,
  tables: Tables,
  clientFor: ClientFor,
  credentialOf: CredentialOf,
  home: TokenCredential,
): WatchDeps => {
  keepHeapSmall();
  return {
    ...common,
    probes: [...common.probes, ...settings.TENANTS.map(({ id }) => graphProbe(clientFor(id)))],
    callers: callersOf(settings),
    approveReauthentication: settings.APPROVE_REAUTHENTICATION,
    subjects: tables.subjects,
    scans: tables.scans,
    lastScans: tables.lastScans,
    seen: tables.seen,
    fullScanEvery: settings.FULL_SCAN_EVERY,
    shrinkLimit: settings.SHRINK_LIMIT,
    heartbeatWithin: settings.HEARTBEAT_WITHIN,
    directory: tables.directory,
    silences: tables.silences,
    decisions: tables.decisions,
    overrides: tables.overrides,
    metadata: tables.metadata,
    metadataReader,
    providers: tables.providers,
    summaries: tables.summaries,
    declared: tables.declared,
    writtenLists: writtenLists({ settings, home }),
    renewals: tables.renewals,
    sketches: tables.sketches,
    sources: sourcesOf({ settings, clientFor, credentialOf, home, declared: tables.declared, tables }),
    people: peopleOf(clientFor, settings.SIGN_IN_GUESTS),
    lastUse: lastUseOf(settings, clientFor),
    mailer: mailerOf(settings),
    texts,
    mode: settings.MODE,
    stormCap: settings.STORM_CAP,
    targets: settings.ARM,
    putUpBudget: PUT_UP_BUDGET,
    teamMailbox: settings.TEAM_MAILBOX,
    securityContact: settings.SECURITY_CONTACT,
  };
};
