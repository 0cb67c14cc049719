import type {
  HttpFunctionOptions,
  HttpResponseInit,
  InvocationContext,
  ServiceBusQueueHandler,
  Timer,
  TimerHandler,
} from '@azure/functions';
import { registerAll } from '../../functions/all.ts';
import type { Runtime } from '../../functions/runtime.ts';
import { x509SignedReader } from '../../lib/adapters/x509/certificate-chain.ts';
import { codeMaker } from '../../lib/adapters/sealing/code-maker.ts';
import { readFederationMetadata } from '../../lib/adapters/outside/federation-metadata.ts';
import { apiList } from '../../lib/adapters/declared/api-list.ts';
import { declaredItems } from '../../lib/adapters/declared/declared-source.ts';
import { settledList } from '../../lib/adapters/declared/written-lists.ts';
import { opener } from '../../lib/adapters/sealing/open.ts';
import { sealer } from '../../lib/adapters/sealing/seal.ts';
import { sendGridEvents } from '../../lib/adapters/sendgrid/mail-events.ts';
import { isSignedHook } from '../../lib/adapters/servicenow/webhook-signature.ts';
import { x509CertificateReader } from '../../lib/adapters/x509/certificate-reader.ts';
import { sha256, sha256Bytes } from '../../lib/adapters/system/sha256.ts';
import type { DeclaredItem } from '../../lib/domain/declared-item.ts';
import type { DepositRule } from '../../lib/domain/deposit.ts';
import { type ApprovalRule, ONE_APPROVAL } from '../../lib/domain/approval-stages.ts';
import { tenantId } from '../../lib/domain/ids.ts';
import { DEFAULT_POLICY, type Policy } from '../../lib/domain/policy.ts';
import type { Reauthentication } from '../../lib/domain/session.ts';
import type { Tenant } from '../../lib/domain/tenant.ts';
import { days, type Duration, hours, minutes, seconds } from '../../lib/domain/time.ts';
import type { PublishedEvent } from '../../lib/events/catalogue.ts';
import { handInPage, linkPage } from '../../lib/pages/link-page.ts';
import type { DeskAttachments } from '../../lib/ports/desk-attachments.ts';
import type { DeskRequests } from '../../lib/ports/desk-requests.ts';
import type { Incidents } from '../../lib/ports/incidents.ts';
import type { OutgoingMessage } from '../../lib/ports/publisher.ts';
import type { ServiceDesk } from '../../lib/ports/service-desk.ts';
import type { CredentialSource } from '../../lib/ports/credential-source.ts';
import type { LogCode } from '../../lib/log-events.ts';
import { fakeAudit } from './fakes/audit.ts';
import { fakeCheckpointArchive } from './fakes/checkpoint-archive.ts';
import { fakeCheckpointSigner } from './fakes/checkpoint-signer.ts';
import { fakeCallers } from './fakes/callers.ts';
import { fakeClock } from './fakes/clock.ts';
import { fakeDepository } from './fakes/depository.ts';
import { fakeDirectory } from './fakes/directory.ts';
import { MAIL_EVENT_KEYS } from './mail-events.ts';
import { fakeMailer } from './fakes/mailer.ts';
import { fakeOutbox } from './fakes/outbox.ts';
import { fakeOverrides } from './fakes/overrides.ts';
import { fakePublisher } from './fakes/publisher.ts';
import { fakeRandom } from './fakes/random.ts';
import { fakeShareWrap } from './fakes/sealing.ts';
import { fakeSigners } from './fakes/signers.ts';
import { fakeServiceDesk } from './fakes/service-desk.ts';
import { fakePassing, fakeSignIn } from './fakes/signing-in.ts';
import {
  fakeDecisions,
  fakeDirectory as fakeArming,
  fakeDeclaredItems,
  fakeLastScans,
  fakeLinks,
  fakeMetadata,
  fakeProviders,
  fakeRenewals,
  fakeScans,
  fakeSeenSubjects,
  fakeSilences,
  fakeSketches,
  fakeSubjects,
  fakeSummaries,
} from './fakes/stores.ts';
import { fakeVaults } from './fakes/vaults.ts';
import { texts } from './texts.ts';

export const WEBHOOK_KEY = 'a key of the tests that is long enough';
/** Where the link page is. */
export const LINKS = new URL('https://links.example.test');
export const TENANT: Tenant = {
  id: tenantId('7d0c4c3e-52a6-4b53-9e07-0f2a7f1d9b11'),
  name: 'Northwind',
  environment: 'LIVE',
  automatedTesting: true,
};

export interface AppOptions {
  readonly mode?: 'observe' | 'act';
  readonly armed?: boolean;
  readonly stormCap?: number;
  /** How many subjects one run may put up for judging. */
  readonly putUpBudget?: number;
  /** The vaults there are. */
  readonly vaults?: readonly string[];
  /** Where applications are read instead of from the directory in memory. */
  readonly applications?: CredentialSource;
  /** Where vaults are read instead of those in memory. */
  readonly keyVault?: CredentialSource;
  /** Whether the directory tells what changed. */
  readonly changes?: boolean;
  readonly fullScanEvery?: Duration;
  readonly shrinkLimit?: number;
  readonly policy?: Policy;
  readonly overlap?: Duration;
  readonly teamMailbox?: string;
  readonly securityContact?: string;
  /** What a list declares; if it is said, declared items are watched. */
  readonly declared?: readonly DeclaredItem[];
  /** Whether service principals that sign are watched. */
  readonly signers?: boolean;
  /** Other sources that are watched besides. */
  readonly sources?: readonly CredentialSource[];
  readonly deposits?: readonly DepositRule[];
  /** Host names of vaults in which new versions are made. */
  readonly versionVaults?: readonly string[];
  readonly approvalRule?: ApprovalRule;
  readonly mailCodeDomains?: readonly string[];
  readonly guests?: 'refuse' | 'allow';
  readonly reauthentication?: Reauthentication;
  readonly approveReauthentication?: Reauthentication;
  /** Where the link page is; LINKS if not said. */
  readonly links?: URL;
  /** Another desk than the one in memory. */
  readonly otherDesk?: {
    readonly desk: ServiceDesk;
    readonly incidents: Incidents;
    readonly requests: DeskRequests;
    readonly attachments: DeskAttachments;
  };
  /** How often each message is delivered. */
  readonly deliveries?: number;
}

type MessageHandler = (message: unknown, context: InvocationContext) => unknown;

/** The world as it is in memory, and the real app in it: real functions, use cases and rules. */
export const startApp = (options: AppOptions = {}) => {
  const clock = fakeClock();
  const outbox = fakeOutbox(clock);
  const publisher = fakePublisher();
  const audit = fakeAudit(() => clock.now());
  const signer = fakeCheckpointSigner();
  const archive = fakeCheckpointArchive();
  const directory = fakeDirectory({ tenant: TENANT, clock });
  const signers = fakeSigners({ tenant: TENANT, clock });
  const vaults = fakeVaults(TENANT, options.vaults ?? ['apps'], clock);
  const callers = fakeCallers(clock);
  const desk = fakeServiceDesk(clock);
  const mailer = fakeMailer();
  const shares = fakeShareWrap();
  const depository = fakeDepository();
  const passing = fakePassing();
  const signIn = fakeSignIn(clock);
  const logged: { code: LogCode; fields: object }[] = [];
  const stores = {
    subjects: fakeSubjects(outbox),
    renewals: fakeRenewals(outbox),
    links: fakeLinks(outbox, clock),
    scans: fakeScans(outbox),
    lastScans: fakeLastScans(outbox),
    seen: fakeSeenSubjects(),
    arming: fakeArming(outbox),
    silences: fakeSilences(outbox),
    overrides: fakeOverrides(outbox),
    metadata: fakeMetadata(outbox),
    providers: fakeProviders(outbox),
    summaries: fakeSummaries(outbox),
    declared: fakeDeclaredItems(outbox),
    decisions: fakeDecisions(outbox),
  };
  const writtenLists = [
    settledList(
      'DECLARED',
      (options.declared ?? []).map((item) => ({ ...item, tenant: undefined })),
      { tenants: [TENANT.id] },
    ),
  ];
  const declaredSource = declaredItems({
    tenant: TENANT,
    lists: [...writtenLists, apiList(stores.declared)],
    digest: sha256,
  });
  const armed = options.armed ?? true;
  let isAway = false;
  let mode = options.mode ?? 'act';
  const common = {
    role: 'all',
    digest: sha256,
    clock,
    log: (code: LogCode, fields: object) => void logged.push({ code, fields }),
    tenants: [TENANT],
    policy: options.policy ?? DEFAULT_POLICY,
    stepLease: minutes(5),
    firstRetry: seconds(30),
    publisher,
    outbox,
    audit,
    probes: [{ name: 'tables', isVital: true, answers: () => Promise.resolve(!isAway) }],
  } as const;
  const people = {
    people: directory.people,
    mailer,
    texts,
    teamMailbox: options.teamMailbox,
    securityContact: options.securityContact,
  };
  const timers = new Map<string, TimerHandler>();
  const consumers = new Map<string, MessageHandler>();
  const endpoints = new Map<string, HttpFunctionOptions>();
  const runtime: Runtime = {
    timer: (name, { handler }) => void timers.set(name, handler),
    serviceBusQueue: (_name, { queueName, handler }) =>
      void consumers.set(queueName, handler as ServiceBusQueueHandler),
    serviceBusTopic: (_name, { subscriptionName, handler }) =>
      void consumers.set(subscriptionName, handler as ServiceBusQueueHandler),
    http: (name, endpoint) => void endpoints.set(name, endpoint),
  };
  registerAll(runtime, {
    common,
    watch: {
      ...common,
      ...people,
      lastUse: directory.lastUse,
      callers,
      approveReauthentication: options.approveReauthentication ?? 'session',
      subjects: stores.subjects,
      scans: stores.scans,
      lastScans: stores.lastScans,
      seen: stores.seen,
      fullScanEvery: options.fullScanEvery ?? days(7),
      shrinkLimit: options.shrinkLimit ?? 20,
      heartbeatWithin: hours(1),
      directory: stores.arming,
      silences: stores.silences,
      decisions: stores.decisions,
      overrides: stores.overrides,
      metadata: stores.metadata,
      providers: stores.providers,
      metadataReader: { read: (xml, entityId) => Promise.resolve(readFederationMetadata(xml, entityId)) },
      summaries: stores.summaries,
      renewals: stores.renewals,
      sketches: fakeSketches(stores.renewals),
      declared: stores.declared,
      writtenLists,
      sources: [
        options.applications ?? {
          ...directory.applications,
          ...(options.changes ? { changes: directory.changes } : {}),
        },
        options.keyVault ?? vaults.source,
        ...(options.declared === undefined ? [] : [declaredSource]),
        ...(options.signers === true ? [signers.source] : []),
        ...(options.sources ?? []),
      ],
      get mode() {
        return mode;
      },
      stormCap: options.stormCap ?? 50,
      putUpBudget: options.putUpBudget ?? 1000,
      targets: armed
        ? [
            { tenant: TENANT.id, source: 'entra-applications' },
            { tenant: TENANT.id, source: 'key-vault' },
            { tenant: TENANT.id, source: 'declared' },
            ...(options.signers === true
              ? [{ tenant: TENANT.id, source: 'entra-service-principals' as const }]
              : []),
            ...(options.sources ?? []).map(({ source }) => ({ tenant: TENANT.id, source })),
          ]
        : [],
    },
    renew: {
      ...common,
      ...people,
      subjects: stores.subjects,
      renewals: stores.renewals,
      silences: stores.silences,
      decisions: stores.decisions,
      approvalRule: options.approvalRule ?? ONE_APPROVAL,
      overrides: stores.overrides,
      links: stores.links,
      issuer: directory.issuer,
      certificates: directory.certificates,
      reader: x509CertificateReader(),
      certificateReminder: days(7),
      certificateWait: days(30),
      signing: signers.signing,
      metadataUrl: (tenant, appId) =>
        appId === undefined ? undefined : `https://login.example.test/${tenant}/metadata?appid=${appId}`,
      lastUse: directory.lastUse,
      depository: depository.depository,
      deposits: options.deposits ?? [],
      vaultVersions: vaults.versions,
      versionVaults: options.versionVaults ?? [],
      codes: codeMaker,
      mailCodeDomains: options.mailCodeDomains ?? [],
      desk: options.otherDesk?.desk ?? desk,
      incidents: options.otherDesk?.incidents ?? desk.incidents,
      deskRequests: options.otherDesk?.requests ?? desk.requests,
      attachments: options.otherDesk?.attachments ?? desk.attachments,
      signedReader: x509SignedReader(),
      sealer: sealer({ wrap: shares.wrap }),
      trail: audit.trail,
      signer,
      archive,
      hash: sha256Bytes,
      random: fakeRandom(),
      linkBaseUrl: options.links ?? LINKS,
      incidentAfter: 3,
      environmentNames: { DEV: 'DEVL' },
      overlap: options.overlap ?? days(14),
      secretLifetime: days(180),
      timeZone: undefined,
      team: { name: 'the identity team', address: 'identity@northwind.example' },
    },
    link: {
      ...common,
      links: stores.links,
      ...passing,
      signIn,
      codes: codeMaker,
      offersMailCodes: (options.mailCodeDomains ?? []).length > 0,
      guests: options.guests ?? 'refuse',
      reauthentication: options.reauthentication ?? 'session',
      linkBaseUrl: options.links ?? LINKS,
      team: { name: 'the identity team', address: 'identity@northwind.example' },
      opener: opener({ unwrap: shares.unwrap }),
      reader: x509CertificateReader(),
      linkPage: linkPage(),
      handInPage: handInPage(),
      mailEvents: sendGridEvents(MAIL_EVENT_KEYS.publicText, clock),
      isSignedHook: (hook) => isSignedHook(WEBHOOK_KEY, hook, clock.now()),
    },
  });

  const context = { info: () => undefined } as unknown as InvocationContext;
  const deadLetters: { place: string; message: OutgoingMessage | undefined }[] = [];

  /** One message to one consumer, as the host does: what throws is delivered again and ends as a dead letter. */
  const receive = async (place: string, body: unknown, message?: OutgoingMessage): Promise<void> => {
    const consumer = consumers.get(place);
    if (consumer === undefined) throw new Error(`No function consumes ${place}.`);
    for (let time = 0; time < (options.deliveries ?? 2); time += 1) {
      try {
        await consumer(body, context);
      } catch (error) {
        if (!(error instanceof Error) || error.name !== 'RetainMessage') throw error;
        deadLetters.push({ place, message });
        return;
      }
    }
  };
  const deliver = (place: string, message: OutgoingMessage): Promise<void> =>
    receive(place, JSON.parse(message.body), message);

  return {
    clock,
    directory,
    signers,
    vaults,
    callers,
    desk,
    mailer,
    shares,
    depository,
    ...passing,
    signIn,
    publisher,
    outbox,
    audit,
    signer,
    archive,
    logged,
    stores,
    deadLetters,
    deliver,
    /** What is vital does not answer its probe any more, or again. */
    setAway: (away: boolean) => {
      isAway = away;
    },
    /** A message of somebody else's making, such as one of Event Grid. */
    receive: (place: string, body: unknown) => receive(place, body),
    /** As an operator does by a setting and a restart. */
    setMode: (next: 'observe' | 'act') => {
      mode = next;
    },
    tick: async (name: string): Promise<void> => {
      const timer = timers.get(name);
      if (timer === undefined) throw new Error(`There is no timer ${name}.`);
      await timer({} as Timer, context);
    },
    /** Delivers all messages until nothing is left to deliver. */
    settle: async (): Promise<void> => {
      for (;;) {
        const waiting = [...consumers.keys()].flatMap((place) =>
          publisher.take(place).map((message) => ({ place, message })),
        );
        if (waiting.length === 0) return;
        for (const { place, message } of waiting) await deliver(place, message);
      }
    },
    /** Every HTTP function by its name, for those who serve them. */
    endpoints: (): ReadonlyMap<string, HttpFunctionOptions> => endpoints,
    http: async (name: string, request: object): Promise<HttpResponseInit> => {
      const endpoint = endpoints.get(name);
      if (endpoint === undefined) throw new Error(`There is no HTTP function ${name}.`);
      return await endpoint.handler(request as never, context);
    },
    events: (type?: string): readonly PublishedEvent[] =>
      publisher
        .sent()
        .filter(({ contentType }) => contentType === 'application/cloudevents+json')
        .map(({ body }) => JSON.parse(body) as PublishedEvent)
        .filter((event) => type === undefined || event.type === `expiry-monitor.${type}.v1`),
  };
};

export type App = ReturnType<typeof startApp>;
