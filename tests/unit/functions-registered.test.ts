import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { OPERATIONS } from '../../lib/api/catalogue.ts';
import { type Role, SETTINGS } from '../../lib/config.ts';
import { readTopology } from '../../local/service-bus/topology.ts';
import { type Printed, registeredOf } from '../support/printed-functions.ts';

const ROLES = ['watch', 'renew', 'link', 'all'] as const;
const functionsOf = registeredOf;
const namesOf = (functions: readonly Printed[]): string[] => functions.map(({ name }) => name);
const all = functionsOf('all');

describe('a role has exactly its functions, in the order in which the data travels', () => {
  const common = ['publish-outbox', 'health', 'ready'];
  test.each([
    [
      'watch',
      [
        'schedule-scans',
        'resume-scans',
        'scan',
        'on-key-vault-event',
        'list-federation-metadata',
        'declare-federation-metadata',
        'remove-federation-metadata',
        'list-openid-providers',
        'declare-openid-provider',
        'edit-openid-provider',
        'copy-openid-provider',
        'enable-openid-provider',
        'disable-openid-provider',
        'remove-openid-provider',
        'list-declared-items',
        'put-declared-item',
        'remove-declared-item',
        'list-arming',
        'arm-source',
        'disarm-source',
        'list-silences',
        'ask-for-silence',
        'approve-silence',
        'end-silence',
        'list-overrides',
        'set-override',
        'end-override',
        'judge-due',
        'sum-up',
        'list-requests',
        'decide-request',
        'report-renewal',
        'list-roll-overs',
        'say-of-roll-over',
        'publish-outbox',
        'list-inventory',
        'show-coverage',
        'count-credentials',
        'heartbeat',
        'explain',
        'list-clean-up',
        'health',
        'ready',
      ],
    ],
    [
      'renew',
      [
        'raise-request',
        'raise-missed-requests',
        'hear-of-replacement',
        'open-request',
        'poll-service-desk',
        'tend-request',
        'hear-decision',
        'record-approval',
        'issue-credential',
        'place-certificate',
        'roll-over',
        'renew-version',
        'resume-due',
        'follow-link',
        'retire-credential',
        'close-request',
        'call-off',
        'remove-orphan',
        'publish-outbox',
        'sign-checkpoints',
        'verify-record',
        'health',
        'ready',
      ],
    ],
    [
      'link',
      [
        'on-service-desk-decision',
        'show-link',
        'show-hand-in',
        'show-link-asset',
        'on-policy-report',
        'begin-sign-in',
        'finish-sign-in',
        'show-session',
        'ask-mail-code',
        'confirm-mail-code',
        'open-link',
        'reveal-link',
        'hand-in-certificate',
        'acknowledge-link',
        'report-link',
        'sign-out',
        'forget-expired',
        'on-mail-event',
        ...common,
      ],
    ],
  ] as const)('%s', (role, names) => {
    expect(namesOf(functionsOf(role))).toEqual(names);
  });

  test('all has each of them once', () => {
    const parts = new Set(
      (['watch', 'renew', 'link'] as const).flatMap((role) => namesOf(functionsOf(role))),
    );
    expect(namesOf(all).toSorted()).toEqual([...parts].toSorted());
  });

  test('and each has a file of its own name', () => {
    const files = readdirSync(new URL('../../functions/', import.meta.url)).map((file) =>
      file.replace(/\.ts$/, ''),
    );
    expect(files).toEqual(expect.arrayContaining(namesOf(all)));
  });
});

describe('what faces the network', () => {
  const httpOf = (role: Role) => functionsOf(role).filter(({ trigger }) => trigger === 'http');

  test('is nothing of the role that renews, but its health', () => {
    expect(namesOf(httpOf('renew'))).toEqual(['health', 'ready']);
  });

  test('and is open to everyone, is the link page with its sign-in, signed webhooks and health; all else wants a token', () => {
    const guarded = new Set(OPERATIONS.watch.map(({ name }) => name));
    const open = httpOf('all').filter(({ name }) => !guarded.has(name));
    expect(namesOf(open).toSorted()).toEqual([
      'acknowledge-link',
      'ask-mail-code',
      'begin-sign-in',
      'confirm-mail-code',
      'finish-sign-in',
      'hand-in-certificate',
      'health',
      'on-mail-event',
      'on-policy-report',
      'on-service-desk-decision',
      'open-link',
      'ready',
      'report-link',
      'reveal-link',
      'show-hand-in',
      'show-link',
      'show-link-asset',
      'show-session',
      'sign-out',
    ]);
  });

  test('changes nothing on GET: what acts is a POST', () => {
    const byMethod = httpOf('link').map(({ name, options }) => [name, options['methods']]);
    expect(Object.fromEntries(byMethod)).toEqual({
      'on-service-desk-decision': ['POST'],
      'show-link': ['GET', 'HEAD'],
      'show-hand-in': ['GET', 'HEAD'],
      'hand-in-certificate': ['POST'],
      'show-link-asset': ['GET', 'HEAD'],
      'on-policy-report': ['POST'],
      'begin-sign-in': ['GET'],
      'finish-sign-in': ['GET'],
      'show-session': ['GET'],
      'ask-mail-code': ['POST'],
      'confirm-mail-code': ['POST'],
      'open-link': ['POST'],
      'reveal-link': ['POST'],
      'acknowledge-link': ['POST'],
      'report-link': ['POST'],
      'sign-out': ['POST'],
      'on-mail-event': ['POST'],
      health: ['GET'],
      ready: ['GET'],
    });
  });
});

describe('a timer', () => {
  test.each(ROLES)('of %s runs on a schedule that the settings of that role name', (role) => {
    const schedules = functionsOf(role)
      .filter(({ trigger }) => trigger === 'timer')
      .map(({ options }) => String(options['schedule']));
    expect(schedules.length).toBeGreaterThan(0);
    for (const schedule of schedules) {
      expect(schedule).toMatch(/^%[A-Z_]+%$/);
      expect(Object.keys(SETTINGS[role])).toContain(schedule.replaceAll('%', ''));
    }
  });

  test('uses each schedule that there is', () => {
    const used = new Set(all.map(({ options }) => String(options['schedule']).replaceAll('%', '')));
    const set = Object.keys(SETTINGS.all).filter((name) => name.endsWith('_SCHEDULE'));
    expect(set.filter((name) => !used.has(name))).toEqual([]);
  });
});

describe('the places where messages come to rest', () => {
  const { topics, queues } = readTopology(
    fileURLToPath(new URL('../../infra/topology.json', import.meta.url)),
  );
  const declared = [
    ...topics.flatMap(({ name, subscriptions }) =>
      subscriptions.map((s) => ({
        place: JSON.stringify([name, s.name]),
        sessions: s.requiresSession ?? false,
      })),
    ),
    ...queues.map(({ name, requiresSession }) => ({
      place: JSON.stringify([name]),
      sessions: requiresSession ?? false,
    })),
  ];
  const consumed = all
    .filter(({ trigger }) => trigger === 'topic' || trigger === 'queue')
    .map(({ options: { topicName, subscriptionName, queueName, isSessionsEnabled } }) => ({
      place: JSON.stringify([topicName, subscriptionName, queueName].filter((name) => name !== undefined)),
      sessions: isSessionsEnabled === true,
    }));
  const sorted = (places: readonly { readonly place: string }[]) =>
    places.toSorted((a, b) => a.place.localeCompare(b.place));

  test('are each consumed by one function, which takes sessions where they are required', () => {
    expect(sorted(consumed)).toEqual(sorted(declared));
  });

  test('are all reached by the one connection that the settings name', () => {
    const connections = new Set(
      all.flatMap(({ options }) => ('connection' in options ? [options['connection']] : [])),
    );
    expect([...connections]).toEqual(['SERVICE_BUS']);
  });

  test('give up on a message that can not be worked on after a few deliveries', () => {
    const counts = [...topics.flatMap(({ subscriptions }) => subscriptions), ...queues].map(
      (p) => p.maxDeliveryCount,
    );
    expect(counts.every((count) => count !== undefined && count <= 10)).toBe(true);
  });
});
