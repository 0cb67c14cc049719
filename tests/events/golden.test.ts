import { describe, expect, test } from '@jest/globals';
import type * as z from 'zod';
import { sha256 } from '../../lib/adapters/system/sha256.ts';
import { tenantId } from '../../lib/domain/ids.ts';
import { parseInstant } from '../../lib/domain/time.ts';
import { CATALOGUE, type EventType, topicOf } from '../../lib/events/catalogue.ts';
import { anyEvent } from '../../lib/events/cloud-event.ts';
import { eventMessage } from '../../lib/use-cases/outgoing.ts';
import { golden, goldenTypes } from '../support/goldens.ts';

const schemas = Object.values(CATALOGUE).flat();
/** The fields of an event's data; what is undefined where it may be missing is taken. */
const fieldsOf = (
  schema: (typeof schemas)[number],
): readonly (readonly [name: string, mayBeMissing: boolean])[] =>
  Object.entries<z.ZodType>(schema.shape.data.shape).map(([name, field]) => [
    name,
    field.safeParse(undefined).success,
  ]);
const typeOf = (schema: (typeof schemas)[number]): EventType => schema.shape.type.value;
const byType = schemas.map((schema) => [typeOf(schema), schema] as const);

/** Which transition each golden tells; with its type and subject it makes the id. */
const TRANSITIONS: Readonly<Record<EventType, string>> = {
  'expiry-monitor.credential.near-expiry.v1': 'near-expiry@1796722200000',
  'expiry-monitor.credential.expired.v1': 'expired@1796722200000',
  'expiry-monitor.credential.finding.v1': 'no-expiry@never',
  'expiry-monitor.credential.owner-missing.v1': 'near-expiry@1796722200000',
  'expiry-monitor.scan.completed.v1': 'ended',
  'expiry-monitor.source.baseline-completed.v1': 'baseline',
  'expiry-monitor.source.armed.v1': 'armed',
  'expiry-monitor.renewal.requested.v1': '2',
  'expiry-monitor.renewal.approval-decided.v1': '3',
  'expiry-monitor.renewal.credential-issued.v1': '5',
  'expiry-monitor.renewal.certificate-accepted.v1': '6',
  'expiry-monitor.renewal.credential-deposited.v1': '5',
  'expiry-monitor.renewal.version-made.v1': '6',
  'expiry-monitor.renewal.link-sent.v1': '6',
  'expiry-monitor.renewal.link-redeemed.v1': 'link-redeemed#1',
  'expiry-monitor.renewal.link-expired.v1': 'link-expired#1',
  'expiry-monitor.renewal.link-undelivered.v1': 'link-undelivered#1',
  'expiry-monitor.renewal.rollover-step.v1': '7',
  'expiry-monitor.renewal.rollover-step.v2': '9',
  'expiry-monitor.renewal.word-given.v1': 'w-1',
  'expiry-monitor.renewal.credential-retired.v1': '8',
  'expiry-monitor.renewal.closed.v1': '9',
  'expiry-monitor.renewal.paused.v1': '1',
  'expiry-monitor.credential.finding.v2': 'over-long@1924905600000',
  'expiry-monitor.credential.renewed.v1': 'renewed@1796722200000#cr-6ymdpprmecmdr2egpgmcz7rpzn',
  'expiry-monitor.credential.replaced.v1': 'replaced@1796722200000#cr-6ymdpprmecmdr2egpgmcz7rpzn',
  'expiry-monitor.credential.removed.v1': 'removed@1796722200000',
  'expiry-monitor.credential.silenced.v1': 'sl-pp2bqlhvftndocjw47o5okz27z#in-force',
  'expiry-monitor.credential.snooze-ended.v1': 'sl-pp2bqlhvftndocjw47o5okz27z#ended',
  'expiry-monitor.source.disarmed.v1': 'disarmed@1795089600000',
  'expiry-monitor.owner.overridden.v1': 'set',
  'expiry-monitor.declaration.changed.v1': 'declared#3',
  'expiry-monitor.place.changed.v1': 'declared@1795089600000',
  'expiry-monitor.monitor.heartbeat.v1': '1795003200000',
  'expiry-monitor.summary.daily.v1': '2026-11-17',
  'expiry-monitor.renewal.link-reported.v1': 'link-reported#1',
  'expiry-monitor.renewal.cancelled.v1': '4',
  'expiry-monitor.renewal.decision-given.v1': 'dc-3xg2e5kq7wla4mtrhv6nbd2cys',
  'expiry-monitor.renewal.report-given.v1': 'rp-3xg2e5kq7wla4mtrhv6nbd2cys',
  'expiry-monitor.renewal.retirement-postponed.v1': '8',
  'expiry-monitor.renewal.credential-revoked.v1': '9',
};

/** What a subscription may filter by, beside `eventType`, `tenant` and `environment`, which every event has. */
const OF_SOURCE = { source: 'entra-applications' };
const OF_CREDENTIAL = { ...OF_SOURCE, credentialKind: 'client-secret' };
const OF_TEAM = { ...OF_CREDENTIAL, ownerTeam: 'HR-PAYROLL' };
const PROPERTIES: Readonly<Record<EventType, object>> = {
  'expiry-monitor.credential.near-expiry.v1': {
    ...OF_TEAM,
    stage: 'near-expiry',
    severity: 'medium',
    daysRemaining: 19,
  },
  'expiry-monitor.credential.expired.v1': {
    ...OF_TEAM,
    stage: 'expired',
    severity: 'critical',
    daysRemaining: -1,
  },
  'expiry-monitor.credential.finding.v1': { ...OF_TEAM, finding: 'no-expiry' },
  'expiry-monitor.credential.owner-missing.v1': { ...OF_TEAM, stage: 'near-expiry' },
  'expiry-monitor.scan.completed.v1': { ...OF_SOURCE, coverage: 'partial' },
  'expiry-monitor.source.baseline-completed.v1': OF_SOURCE,
  'expiry-monitor.source.armed.v1': OF_SOURCE,
  'expiry-monitor.renewal.requested.v1': OF_CREDENTIAL,
  'expiry-monitor.renewal.approval-decided.v1': OF_CREDENTIAL,
  'expiry-monitor.renewal.credential-issued.v1': OF_CREDENTIAL,
  'expiry-monitor.renewal.certificate-accepted.v1': {
    ...OF_CREDENTIAL,
    credentialKind: 'client-certificate',
  },
  'expiry-monitor.renewal.credential-deposited.v1': OF_CREDENTIAL,
  'expiry-monitor.renewal.version-made.v1': { source: 'key-vault', credentialKind: 'key-vault-key' },
  'expiry-monitor.renewal.link-sent.v1': OF_CREDENTIAL,
  'expiry-monitor.renewal.link-redeemed.v1': OF_CREDENTIAL,
  'expiry-monitor.renewal.link-expired.v1': OF_CREDENTIAL,
  'expiry-monitor.renewal.link-undelivered.v1': OF_CREDENTIAL,
  'expiry-monitor.renewal.rollover-step.v1': OF_CREDENTIAL,
  'expiry-monitor.renewal.rollover-step.v2': {
    source: 'entra-service-principals',
    credentialKind: 'saml-signing-certificate',
  },
  'expiry-monitor.renewal.word-given.v1': {},
  'expiry-monitor.renewal.credential-retired.v1': OF_CREDENTIAL,
  'expiry-monitor.renewal.closed.v1': OF_CREDENTIAL,
  'expiry-monitor.renewal.paused.v1': OF_CREDENTIAL,
  'expiry-monitor.credential.finding.v2': { ...OF_TEAM, finding: 'over-long', severity: 'low' },
  'expiry-monitor.credential.renewed.v1': OF_TEAM,
  'expiry-monitor.credential.replaced.v1': OF_TEAM,
  'expiry-monitor.credential.removed.v1': OF_TEAM,
  'expiry-monitor.credential.silenced.v1': OF_TEAM,
  'expiry-monitor.credential.snooze-ended.v1': OF_TEAM,
  'expiry-monitor.source.disarmed.v1': OF_SOURCE,
  'expiry-monitor.owner.overridden.v1': {},
  'expiry-monitor.place.changed.v1': { source: 'federation-metadata' },
  'expiry-monitor.declaration.changed.v1': {
    source: 'declared',
    credentialKind: 'client-secret',
    ownerTeam: 'Network Access',
  },
  'expiry-monitor.monitor.heartbeat.v1': {},
  'expiry-monitor.summary.daily.v1': {},
  'expiry-monitor.renewal.link-reported.v1': OF_TEAM,
  'expiry-monitor.renewal.cancelled.v1': OF_CREDENTIAL,
  'expiry-monitor.renewal.decision-given.v1': {},
  'expiry-monitor.renewal.report-given.v1': {},
  'expiry-monitor.renewal.retirement-postponed.v1': OF_CREDENTIAL,
  'expiry-monitor.renewal.credential-revoked.v1': OF_CREDENTIAL,
};

const messageOf = (type: EventType) => {
  const { source, subject, time, data } = golden(type);
  return eventMessage(sha256, {
    type,
    tenant: tenantId(source.replace('/tenants/', '')),
    about: subject,
    transition: TRANSITIONS[type],
    at: parseInstant(time)!,
    data,
  });
};

describe('the catalogue', () => {
  test('has one golden for each type, and no golden is without a type', () => {
    expect(goldenTypes().toSorted()).toEqual(byType.map(([type]) => type).toSorted());
    expect(new Set(byType.map(([type]) => type)).size).toBe(byType.length);
  });

  test('names every type in the past and with its major version', () => {
    for (const [type] of byType) expect(type).toMatch(/^expiry-monitor\.[a-z]+\.[a-z-]+\.v\d+$/);
  });

  test('sends each type to the one topic that carries it, and refuses what it does not have', () => {
    for (const [topic, carried] of Object.entries(CATALOGUE))
      for (const schema of carried) expect(topicOf(typeOf(schema))).toBe(topic);
    expect(() => topicOf('expiry-monitor.credential.near-expiry.v9' as EventType)).toThrow(
      'not in the catalogue',
    );
  });
});

describe.each(byType)('%s', (type, schema) => {
  test('is read as it was released, and nothing of it is lost', () => {
    expect(schema.parse(golden(type))).toEqual(golden(type));
    expect(anyEvent.parse(golden(type)).type).toBe(type);
  });

  test('is what the app sends: the same body, the id as its MessageId, the properties for filters', () => {
    const message = messageOf(type);
    expect(JSON.parse(message.body)).toEqual(golden(type));
    expect(message).toMatchObject({
      id: golden(type).id,
      subject: golden(type).subject,
      destination: topicOf(type),
      contentType: 'application/cloudevents+json',
      sessionId: undefined,
      audited: true,
    });
    const { tenantId: tenant, environment } = golden(type).data;
    expect(message.properties).toEqual({ eventType: type, tenant, environment, ...PROPERTIES[type] });
  });

  test('may have fields that we do not know yet, which are ignored', () => {
    const event = golden(type);
    const richer = { ...event, traceparent: '00-1', data: { ...event.data, region: 'emea' } };
    expect(schema.parse(richer)).toEqual(event);
  });

  test('of another version, of another specification, or about nothing is refused', () => {
    const event = golden(type);
    for (const other of [
      { type: type.replace(/v\d+$/, 'v9') },
      { type: type.replace(/\.v\d+$/, '') },
      { specversion: '0.3' },
      { datacontenttype: 'text/plain' },
      { source: '/tenants/' },
      { id: `wk-${event.id.slice(3)}` },
      { time: event.time.replace('Z', '') },
      { data: undefined },
      { data: {} },
    ])
      expect(schema.safeParse({ ...event, ...other }).success).toBe(false);
  });

  test('without any of its fields is refused, unless the schema says that it may be missing', () => {
    const event = golden(type);
    for (const field of Object.keys(event).filter((name) => name !== 'data'))
      expect(schema.safeParse({ ...event, [field]: undefined }).success).toBe(false);
    for (const [field, mayBeMissing] of fieldsOf(schema)) {
      const without = { ...event, data: { ...event.data, [field]: undefined } };
      expect([field, schema.safeParse(without).success]).toEqual([field, mayBeMissing]);
    }
  });

  test('shows nothing that looks like a secret, an address or a name of a person', () => {
    const text = JSON.stringify(golden(type).data);
    // Entra's secrets look like abc8Q~…, link keys and proofs are 43 characters of base64url.
    expect(text).not.toMatch(/[A-Za-z0-9_-]{3}\dQ~/);
    expect(text).not.toMatch(/(?<![\w-])[\w-]{43}(?![\w-])/);
    expect(text).not.toMatch(/@|-----BEGIN|\/r\/|#[\w-]{20}/);
    const fields = Object.keys(schema.shape.data.shape).join(' ');
    expect(fields).not.toMatch(
      /secret|value|password|proof|mail|displayName|userPrincipalName|justification/i,
    );
  });
});

test('the fields that may be missing are these, and a released one never becomes required or the other way round', () => {
  const optional = byType.map(([type, schema]) => {
    const fields = fieldsOf(schema).flatMap(([name, mayBeMissing]) => (mayBeMissing ? [name] : []));
    return [type.split('.').slice(1).join('.').replace(/\.v1$/, ''), fields.toSorted().join(' ')];
  });
  const renewal = 'applicationId ownerTeam ticket';
  const said = 'applicationId ownerTeam sequence';
  const expiry =
    'actions advice applicationId correlationId dependents hint ownerTeam owners ownersAskedAt portalLink renewalId sequence startsAt thumbprint';
  const succession = 'applicationId expiresAt newExpiresAt ownerTeam sequence';
  const silence = 'applicationId approver ownerTeam sequence';
  expect(Object.fromEntries(optional)).toEqual({
    'credential.near-expiry': expiry,
    'credential.expired': expiry,
    'credential.finding': 'applicationId expiresAt ownerTeam sequence',
    'credential.finding.v2': 'applicationId detail expiresAt ownerTeam sequence severity silenceId startsAt',
    'credential.owner-missing': said,
    'credential.renewed': succession,
    'credential.replaced': succession,
    'credential.removed': 'applicationId expiresAt ownerTeam sequence',
    'credential.silenced': silence,
    'credential.snooze-ended': silence,
    'scan.completed': 'scope',
    'source.baseline-completed': '',
    'source.armed': 'by',
    'source.disarmed': 'by',
    'declaration.changed': 'applicationId expiresAt ownerTeam',
    'monitor.heartbeat': 'unsentSince',
    'owner.overridden': 'cause endedBy until',
    'place.changed': '',
    'summary.daily': '',
    'renewal.requested': 'applicationId ownerTeam recipient',
    'renewal.decision-given': '',
    'renewal.report-given': '',
    'renewal.approval-decided': 'applicationId approver ownerTeam reason ticket',
    'renewal.credential-issued': renewal,
    'renewal.certificate-accepted': renewal,
    'renewal.credential-deposited': renewal,
    'renewal.version-made': 'applicationId newExpiresAt ownerTeam ticket',
    'renewal.link-sent': renewal,
    'renewal.link-redeemed': 'applicationId ownerTeam',
    'renewal.link-undelivered': 'applicationId ownerTeam',
    'renewal.link-expired': 'applicationId ownerTeam',
    'renewal.link-reported': 'applicationId ownerTeam reporter',
    'renewal.rollover-step': 'applicationId at ownerTeam ticket',
    'renewal.rollover-step.v2': 'applicationId knownBy newKeyId newThumbprint nextAt ownerTeam ticket',
    'renewal.word-given': '',
    'renewal.retirement-postponed': renewal,
    'renewal.credential-retired': 'applicationId basis ownerTeam ticket',
    'renewal.credential-revoked': 'applicationId approver ownerTeam ticket',
    'renewal.cancelled': 'applicationId newKeyId ownerTeam ticket',
    'renewal.closed': renewal,
    'renewal.paused': renewal,
  });
});
