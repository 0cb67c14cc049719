import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { topicOf } from '../../lib/events/catalogue.ts';
import { FILTERABLE, propertiesOf } from '../../lib/events/properties.ts';
import type { PublishedEvent } from '../../lib/events/catalogue.ts';
import { TABLES } from '../../lib/adapters/tables/create-tables.ts';
import { compileFilter } from '../../local/service-bus/filter/rules.ts';
import topology from '../../infra/topology.json' with { type: 'json' };
import {
  at,
  deployed,
  DEPLOYMENTS,
  ofType,
  type RoleName,
  ROLES,
  settingsOf,
} from '../support/deployment.ts';
import { golden, goldenTypes } from '../support/goldens.ts';
import type { Registered } from '../support/recording-runtime.ts';
import permissions from '../../infra/permissions.json' with { type: 'json' };

const BUS = 'Microsoft.ServiceBus/namespaces';

// A program of its own, since the SDKs do not load within Jest.
const program = fileURLToPath(new URL('../support/print-functions.ts', import.meta.url));
const registered = JSON.parse(
  execFileSync(process.execPath, ['--disable-warning=ExperimentalWarning', program], { encoding: 'utf8' }),
) as Readonly<Record<RoleName, readonly Omit<Registered, 'invoke'>[]>>;

/** What a registration says of where its work comes from. */
interface Trigger {
  readonly connection?: string;
  readonly queueName?: string;
  readonly topicName?: string;
  readonly subscriptionName?: string;
  readonly isSessionsEnabled?: boolean;
  readonly schedule?: string;
}
const triggersOf = (
  role: RoleName,
): readonly (Trigger & { readonly name: string; readonly place: string })[] =>
  registered[role].map(({ name, options }) => {
    const { queueName, topicName, subscriptionName, ...others } = options as Trigger;
    const place = queueName ?? (topicName === undefined ? '' : `${topicName}/${subscriptionName ?? ''}`);
    return { ...others, name, place };
  });

/** Everything in the namespace without the namespace's name: `credential-events/raise-request`. */
const namesOf = (name: string, type: string): readonly string[] =>
  ofType(deployed(name), type).map((resource) => resource.name.split('/').slice(1).join('/'));

describe('the namespace is what the code speaks to', () => {
  test.each(DEPLOYMENTS)('%s: every queue and subscription that a function listens to is there', (name) => {
    const there = [...namesOf(name, `${BUS}/queues`), ...namesOf(name, `${BUS}/topics/subscriptions`)];
    const listened = ROLES.flatMap((role) =>
      triggersOf(role).flatMap(({ place }) => (place === '' ? [] : [place])),
    );
    expect(there).toEqual(expect.arrayContaining(listened));
  });

  test('and the reverse: nobody is deaf to what is there', () => {
    const listened = ROLES.flatMap((role) => permissions[role].receive);
    const there = [...namesOf('dev', `${BUS}/queues`), ...namesOf('dev', `${BUS}/topics/subscriptions`)];
    expect(there.toSorted()).toEqual(listened.toSorted());
  });

  test('a function that wants sessions gets them', () => {
    for (const { name, place, isSessionsEnabled = false } of ROLES.flatMap(triggersOf)) {
      if (place === '') continue;
      const resource = deployed('dev').resources.find(
        (r) => r.type.startsWith(`${BUS}/`) && r.name.split('/').slice(1).join('/') === place,
      );
      expect([name, at(resource?.body, 'properties', 'requiresSession')]).toEqual([name, isSessionsEnabled]);
    }
  });

  test.each(ROLES)('every connection that a function of %s names has its three settings', (role) => {
    const told = Object.keys(settingsOf(deployed('dev'), role));
    for (const { connection } of triggersOf(role)) {
      if (connection === undefined) continue;
      const parts = ['fullyQualifiedNamespace', 'credential', 'clientId'].map(
        (part) => `${connection}__${part}`,
      );
      expect(told).toEqual(expect.arrayContaining(parts));
    }
  });

  test.each(ROLES)('every schedule that a function of %s names is a setting of its app', (role) => {
    const told = settingsOf(deployed('dev'), role);
    for (const { name, schedule = '' } of triggersOf(role)) {
      const setting = /^%(\w+)%$/.exec(schedule)?.[1];
      if (setting === undefined) continue;
      expect([name, told[setting]]).toEqual([name, expect.stringMatching(/^(?:\S+ ){5}\S+$/)]);
    }
  });

  test('topics and queues are those of the topology, with its memory for duplicates', () => {
    expect(namesOf('dev', `${BUS}/topics`).toSorted()).toEqual(
      topology.topics.map(({ name }) => name).toSorted(),
    );
    for (const { name, body } of ofType(deployed('dev'), `${BUS}/topics`)) {
      const topic = topology.topics.find((one) => name.endsWith(`/${one.name}`));
      expect(body).toMatchObject({
        properties: {
          requiresDuplicateDetection: true,
          duplicateDetectionHistoryTimeWindow: topic?.duplicateDetection,
        },
      });
    }
  });

  test('a filter has the name that keeps everything else out', () => {
    for (const name of DEPLOYMENTS) {
      const rules = namesOf(name, `${BUS}/topics/subscriptions/rules`);
      expect(rules.every((rule) => rule.endsWith('/$Default'))).toBe(true);
      expect(rules.length).toBe(namesOf(name, `${BUS}/topics/subscriptions`).length);
    }
  });
});

describe('filters', () => {
  const rules = ofType(deployed('prod-public'), `${BUS}/topics/subscriptions/rules`);
  const sqlOf = rules.flatMap(({ name, body }) => {
    const sql = at(body, 'properties', 'sqlFilter', 'sqlExpression');
    return typeof sql === 'string' ? [[name.split('/').slice(1, 3).join('/'), sql] as const] : [];
  });

  test.each(sqlOf)('of %s are valid and ask only for what publishers say: %s', (place, sql) => {
    expect(() => compileFilter({ sql })).not.toThrow();
    const known = new Set<string>(['eventType', ...Object.values(FILTERABLE), 'step']);
    const asked = [...sql.replace(/'(?:[^']|'')*'/g, '').matchAll(/\b[a-z]\w*\b/g)]
      .map(([word]) => word)
      .filter((word) => !/^(?:and|or|not|like|in|is|null|exists)$/i.test(word));
    expect([place, asked.filter((word) => !known.has(word))]).toEqual([place, []]);
  });

  test('are those of the topology, letter by letter', () => {
    const own = topology.topics.flatMap((topic) =>
      topic.subscriptions.flatMap((s) =>
        'sqlFilter' in s ? [[`${topic.name}/${s.name}`, s.sqlFilter] as const] : [],
      ),
    );
    const deployedOwn = new Map(sqlOf);
    for (const [place, sql] of own) expect(deployedOwn.get(place)).toBe(sql);
    for (const topic of topology.topics) {
      for (const s of topic.subscriptions) {
        if (!('correlationFilter' in s)) continue;
        const rule = rules.find(({ name }) => name.includes(`/${topic.name}/${s.name}/`));
        expect(rule?.body).toMatchObject({
          properties: {
            filterType: 'CorrelationFilter',
            correlationFilter: { properties: s.correlationFilter },
          },
        });
      }
    }
  });

  const topics = new Set<string>(goldenTypes().map((type) => topicOf(golden(type).type)));

  test('let an event of their topic through, each of them', () => {
    const events = goldenTypes().map((type) => golden(type));
    for (const [place, sql] of sqlOf) {
      const [topic] = place.split('/');
      const filter = compileFilter({ sql });
      if (!topics.has(topic ?? '')) continue;
      const variants = events.filter(({ type }) => topicOf(type) === topic).flatMap(variantsOf);
      expect([place, variants.some((event) => filter(messageOf(event)))]).toEqual([place, true]);
    }
  });
});

/** The same event with other values of what is filtered by. */
const variantsOf = (event: PublishedEvent): readonly PublishedEvent[] =>
  [{}, { environment: 'LIVE', daysRemaining: 7 }, { finding: 'unclaimed-credential' }].map(
    (over) => ({ ...event, data: { ...event.data, ...over } }) as PublishedEvent,
  );

const messageOf = (event: PublishedEvent): Parameters<ReturnType<typeof compileFilter>>[0] => ({
  raw: Buffer.alloc(0),
  bare: Buffer.alloc(0),
  annotations: new Map(),
  system: {
    messageId: event.id,
    correlationId: undefined,
    to: undefined,
    replyTo: undefined,
    subject: undefined,
    sessionId: undefined,
    replyToSessionId: undefined,
    contentType: undefined,
    partitionKey: undefined,
  },
  application: new Map(Object.entries(propertiesOf(event))),
  ttlMs: undefined,
  scheduledFor: undefined,
});

describe('tables', () => {
  test.each(DEPLOYMENTS)('%s: every table that the code opens is made, and no other', (name) => {
    const made = ofType(deployed(name), 'Microsoft.Storage/storageAccounts/tableServices/tables').map(
      (table) => table.name.split('/').at(-1),
    );
    expect(made.toSorted()).toEqual([...TABLES].toSorted());
  });
});
