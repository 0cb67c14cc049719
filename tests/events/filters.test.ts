import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { sha256 } from '../../lib/adapters/system/sha256.ts';
import { type RenewalId, readId, type SubjectId, tenantId } from '../../lib/domain/ids.ts';
import { type EventType, type PublishedEvent, topicOf } from '../../lib/events/catalogue.ts';
import { propertiesOf } from '../../lib/events/properties.ts';
import { renewalWork } from '../../lib/events/work.ts';
import type { OutgoingMessage } from '../../lib/ports/publisher.ts';
import { scanMessage, wakeMessage } from '../../lib/use-cases/outgoing.ts';
import { readTopology } from '../../local/service-bus/topology.ts';
import { restingPlaces } from '../support/fakes/subscriptions.ts';
import { golden, goldenTypes } from '../support/goldens.ts';
import { aMessage } from '../support/messages.ts';

const topology = readTopology(fileURLToPath(new URL('../../infra/topology.json', import.meta.url)));
const places = restingPlaces(topology);
const restsIn = (message: OutgoingMessage): string[] =>
  places
    .filter(({ destination, takes }) => destination === message.destination && takes(message))
    .map(({ name }) => name);

const published = (event: PublishedEvent): OutgoingMessage =>
  aMessage({ destination: topicOf(event.type), properties: propertiesOf(event) });
const goldens = goldenTypes().map(golden);

describe('a published event', () => {
  test('of a near or past expiry goes to who notifies and to who raises a request, and no other goes anywhere', () => {
    const taken = Object.fromEntries(
      goldens
        .map((event) => [event.type, restsIn(published(event))] as const)
        .filter(([, to]) => to.length > 0),
    );
    expect(taken).toEqual({
      'expiry-monitor.credential.near-expiry.v1': ['raise-request'],
      'expiry-monitor.credential.expired.v1': ['raise-request'],
      'expiry-monitor.renewal.decision-given.v1': ['hear-decision'],
      'expiry-monitor.renewal.report-given.v1': ['hear-decision'],
      'expiry-monitor.renewal.word-given.v1': ['hear-decision'],
      'expiry-monitor.credential.renewed.v1': ['hear-of-replacement'],
      'expiry-monitor.credential.replaced.v1': ['hear-of-replacement'],
      'expiry-monitor.credential.removed.v1': ['hear-of-replacement'],
    });
  });

  test.each([
    ['unclaimed-credential', ['remove-orphan']],
    ['no-expiry', []],
    ['long-expired', []],
  ])('of the finding %s goes to %j', (finding, expected) => {
    const event = golden('expiry-monitor.credential.finding.v2');
    const found = { ...event, data: { ...event.data, finding } } as PublishedEvent;
    expect(restsIn(published(found))).toEqual(expected);
    // Version 1 says the same to those who still read it.
    const first = { ...found, type: 'expiry-monitor.credential.finding.v1' } as PublishedEvent;
    expect(restsIn(published(first))).toEqual([]);
  });

  test('of a later version goes where the first one goes, to be refused there and be seen', () => {
    const event = golden('expiry-monitor.credential.near-expiry.v1');
    const later = published(event);
    const properties = { ...later.properties, eventType: 'expiry-monitor.credential.near-expiry.v2' };
    expect(restsIn({ ...later, properties })).toEqual(['raise-request']);
  });

  test('whose type only begins alike goes nowhere', () => {
    const properties = { eventType: 'expiry-monitor.credential.near-expiry-digest.v1' };
    expect(restsIn(aMessage({ properties }))).toEqual([]);
  });

  test('goes to a topic that remembers ids for seven days', () => {
    for (const type of goldenTypes() as EventType[]) {
      const topic = topology.topics.find(({ name }) => name === topicOf(type));
      expect(topic?.duplicateDetection).toBe('P7D');
    }
  });
});

describe('a wake-up', () => {
  const renewal = readId<RenewalId>(`rn-${'a'.repeat(26)}`);
  const subject = readId<SubjectId>(`sb-${'b'.repeat(26)}`);

  test.each(renewalWork.shape.step.options)(
    'of the step %s goes to its own subscription, in a session',
    (step) => {
      const message = wakeMessage(sha256, step, renewal, subject, '1');
      expect(restsIn(message)).toEqual([step]);
      expect(places.find(({ name }) => name === step)?.needsSession).toBe(true);
      expect(message).toMatchObject({ sessionId: subject, audited: false });
      expect(renewalWork.parse(JSON.parse(message.body))).toEqual({ step, renewalId: renewal });
    },
  );

  test('is another message on another occasion, and the same on the same', () => {
    const on = (occasion: string) => wakeMessage(sha256, 'follow-link', renewal, subject, occasion).id;
    expect(on('1')).toBe(on('1'));
    expect(on('1')).not.toBe(on('2'));
  });

  test('of a scan goes to its queue, one session for each source of a tenant', () => {
    const tenant = tenantId('7d0c4c3e-52a6-4b53-9e07-0f2a7f1d9b11');
    const id = readId<Parameters<typeof scanMessage>[1]['id']>(`sc-${'c'.repeat(26)}`);
    const message = scanMessage(sha256, { tenant, source: 'key-vault', id }, 'start');
    expect(restsIn(message)).toEqual(['scan-requests']);
    expect(message.sessionId).toBe(`${tenant}~key-vault`);
  });
});
