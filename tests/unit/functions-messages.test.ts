import { describe, expect, test } from '@jest/globals';
import { onCredentialEvents } from '../../functions/credential-events.ts';
import { onRenewalWork } from '../../functions/renewal-work.ts';
import { scanFunction } from '../../functions/scan.ts';
import { RetainMessage } from '../../functions/settling.ts';
import { parseInstant } from '../../lib/domain/time.ts';
import { renewalWork } from '../../lib/events/work.ts';
import { golden, goldenTypes } from '../support/goldens.ts';
import { recordingRuntime } from '../support/recording-runtime.ts';

const NEAR = golden('expiry-monitor.credential.near-expiry.v1');
const FINDING = golden('expiry-monitor.credential.finding.v1');
const OURS = [
  NEAR,
  golden('expiry-monitor.credential.expired.v1'),
  FINDING,
  golden('expiry-monitor.credential.finding.v2'),
  golden('expiry-monitor.credential.renewed.v1'),
  golden('expiry-monitor.credential.replaced.v1'),
  golden('expiry-monitor.credential.removed.v1'),
];

/** A consumer of credential-events that remembers what it was asked to do. */
const consumer = () => {
  const asked: unknown[] = [];
  const { runtime, registered } = recordingRuntime();
  onCredentialEvents(runtime, 'raise-request', (...given) => Promise.resolve(void asked.push(given)));
  return { asked, deliver: registered[0]!.invoke };
};
const outcome = async (settled: Promise<unknown>): Promise<unknown> =>
  settled.then(
    () => 'done',
    (error: unknown) => error,
  );

describe('a consumer of published events', () => {
  test.each(OURS.map((event) => [event.type, event] as const))(
    'takes only the ids out of %s, and the end by which a renewal is known',
    async (_type, event) => {
      const { asked, deliver } = consumer();
      await deliver(event);
      const {
        tenantId: tenant,
        subjectId: id,
        credentialId,
        expiresAt,
      } = event.data as typeof NEAR.data & Record<string, string>;
      expect(asked).toEqual([[{ tenant, id }, credentialId, expiresAt && parseInstant(expiresAt)]]);
    },
  );

  test.each<readonly [string, unknown]>([
    ['is of a type that it does not take', golden('expiry-monitor.source.armed.v1')],
    ['has no subject', { ...NEAR, data: { ...NEAR.data, subjectId: undefined } }],
    ['has an id with a `/`', { ...NEAR, data: { ...NEAR.data, subjectId: 'sb-../../../../../../../../..' } }],
    ['has the id of something else', { ...NEAR, data: { ...NEAR.data, credentialId: FINDING.id } }],
    ['is a text', JSON.stringify(NEAR)],
    ['is a list', [NEAR]],
    ['is nothing', undefined],
    ['is null', null],
  ])('retains, with a reason, a message that %s, and does nothing', async (_what, message) => {
    const { asked, deliver } = consumer();
    const error = await outcome(deliver(message));
    expect(error).toBeInstanceOf(RetainMessage);
    expect(error).toMatchObject({ name: 'RetainMessage', message: 'MALFORMED_EVENT' });
    expect((error as Error).cause).toBeInstanceOf(Error);
    expect(asked).toEqual([]);
  });

  test('retains one of a version that it does not know, and says so', async () => {
    const { asked, deliver } = consumer();
    const error = await outcome(deliver({ ...NEAR, type: NEAR.type.replace('v1', 'v2') }));
    expect(error).toMatchObject({ name: 'RetainMessage', message: 'UNKNOWN_EVENT_VERSION' });
    expect(asked).toEqual([]);
  });

  test('retains all other types of the catalogue', async () => {
    for (const type of goldenTypes().filter((name) => OURS.every((event) => event.type !== name))) {
      expect(await outcome(consumer().deliver(golden(type)))).toBeInstanceOf(RetainMessage);
    }
  });

  test('lets a bug be seen as what it is', async () => {
    const { runtime, registered } = recordingRuntime();
    onCredentialEvents(runtime, 'raise-request', () => Promise.reject(new TypeError('a bug')));
    const error = await outcome(registered[0]!.invoke(NEAR));
    expect(error).toBeInstanceOf(TypeError);
  });
});

describe('a step of a renewal', () => {
  const steps = renewalWork.shape.step.options;
  const renewalId = `rn-${'a'.repeat(26)}`;
  const worker = (step: (typeof steps)[number]) => {
    const asked: unknown[] = [];
    const { runtime, registered } = recordingRuntime();
    onRenewalWork(runtime, step, (id) => Promise.resolve(void asked.push(id)));
    return { asked, deliver: registered[0]!.invoke };
  };

  test.each(steps)(
    '%s is done for the renewal that the message names, whatever else it says',
    async (step) => {
      const { asked, deliver } = worker(step);
      await deliver({ step, renewalId, approved: true });
      expect(asked).toEqual([renewalId]);
    },
  );

  test.each<readonly [string, unknown]>([
    ['names no renewal', { step: 'open-request' }],
    ['names something else', { step: 'open-request', renewalId: `cr-${'a'.repeat(26)}` }],
    ['names a renewal too long', { step: 'open-request', renewalId: `${renewalId}a` }],
    ['names no step of ours', { step: 'remove-everything', renewalId }],
    ['is an event', NEAR],
    ['is nothing', undefined],
  ])('is not done for a message that %s: it is retained, with a reason', async (_what, message) => {
    const { asked, deliver } = worker('open-request');
    const error = await outcome(deliver(message));
    expect(error).toBeInstanceOf(RetainMessage);
    expect(error).toMatchObject({ message: 'MALFORMED_WORK' });
    expect(asked).toEqual([]);
  });
});

describe('a scan', () => {
  test('is not begun for a message that names none: it is retained, with a reason', async () => {
    const { runtime, registered } = recordingRuntime();
    scanFunction(runtime, {} as Parameters<typeof scanFunction>[1]);
    for (const message of [undefined, {}, { tenant: 'x', scanId: 'y' }, { scanId: `sc-${'a'.repeat(26)}` }]) {
      const error = await outcome(registered[0]!.invoke(message));
      expect(error).toBeInstanceOf(RetainMessage);
      expect(error).toMatchObject({ message: 'MALFORMED_WORK' });
    }
  });
});
