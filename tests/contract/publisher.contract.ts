import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { OutgoingMessage, Publisher } from '../../lib/ports/publisher.ts';
import { aMessage } from '../support/messages.ts';

/** What a subscriber sees of a message. */
export type ReceivedMessage = Omit<OutgoingMessage, 'destination' | 'audited'>;

/** A publisher to the entities of infra/topology.json. */
export interface PublisherUnderTest {
  readonly publisher: Publisher;
  /** The next messages of a subscription (`credential-events/raise-request`) or a queue, so many and no more. */
  readonly receive: (place: string, count: number) => Promise<readonly ReceivedMessage[]>;
  /** Takes the broker away until `back`. */
  readonly away: () => void;
  /** Likewise, but it is there and takes nothing. */
  readonly refuse: (why: 'full' | 'busy') => void;
  readonly back: () => void;
  readonly close: () => Promise<void>;
}

const NEAR_EXPIRY = {
  eventType: 'expiry-monitor.credential.near-expiry.v1',
  daysRemaining: 29,
  urgent: false,
};

/** What a publisher promises. */
export const publisherContract = (
  name: string,
  makeSubjectUnderTest: () => Promise<PublisherUnderTest>,
): void =>
  describe(name, () => {
    let sut: PublisherUnderTest;
    beforeAll(async () => {
      sut = await makeSubjectUnderTest();
    });
    afterEach(() => sut.back());
    afterAll(() => sut.close());

    const sent = async (message: OutgoingMessage): Promise<OutgoingMessage> => {
      await expect(sut.publisher.send(message)).resolves.toEqual({ ok: true, value: undefined });
      return message;
    };
    const nearExpiry = (given: Partial<OutgoingMessage> = {}) =>
      aMessage({ properties: NEAR_EXPIRY, ...given });

    test('a message arrives to the letter, with its properties', async () => {
      const message = await sent(nearExpiry());
      const [received] = await sut.receive('credential-events/raise-request', 1);
      expect(received).toEqual(asReceived(message));
    });

    test('a topic gives a message to each subscription whose filter it meets, and to no other', async () => {
      const other = await sent(
        aMessage({
          properties: {
            eventType: 'expiry-monitor.credential.finding.v2',
            finding: 'unclaimed-credential',
          },
        }),
      );
      const message = await sent(nearExpiry());
      await expect(idsAt('credential-events/raise-request', 1)).resolves.toEqual([message.id]);
      await expect(idsAt('credential-events/remove-orphan', 1)).resolves.toEqual([other.id]);
    });

    test('a message that was sent twice arrives once', async () => {
      const message = await sent(nearExpiry());
      await sent(message);
      const next = await sent(nearExpiry());
      await expect(idsAt('credential-events/raise-request', 2)).resolves.toEqual([message.id, next.id]);
    });

    test('a queue gives out its messages with their session', async () => {
      const message = await sent(
        aMessage({
          destination: 'scan-requests',
          sessionId: 'tenant~key-vault',
          contentType: 'application/json',
        }),
      );
      await expect(sut.receive('scan-requests', 1)).resolves.toEqual([asReceived(message)]);
    });

    test('an outage is an answer, and afterwards the same message goes out', async () => {
      const message = nearExpiry();
      sut.away();
      await expect(sut.publisher.send(message)).resolves.toMatchObject({
        ok: false,
        failure: { code: 'UNAVAILABLE', cause: expect.any(Error) },
      });
      sut.back();
      await sent(message);
      await expect(idsAt('credential-events/raise-request', 1)).resolves.toEqual([message.id]);
    });

    test('a destination that does not exist is a bug, and is thrown', async () => {
      await expect(sut.publisher.send(aMessage({ destination: 'nowhere' }))).rejects.toThrow('nowhere');
    });

    test('a message that is too large for ever is a bug, and is thrown', async () => {
      const message = nearExpiry({ body: 'x'.repeat(300_000) });
      await expect(sut.publisher.send(message)).rejects.toThrow(message.id);
    });

    test('many go at once, each to where it belongs, and each is answered', async () => {
      const messages = Array.from({ length: 250 }, () => nearExpiry({ body: '☃'.repeat(2_000) }));
      const scan = (session: string) => aMessage({ destination: 'scan-requests', sessionId: session });
      const scans = [scan('tenant~a'), scan('tenant~b')];
      const outcomes = await sut.publisher.sendAll([...messages.slice(0, 9), ...scans, ...messages.slice(9)]);
      expect(outcomes).toEqual(Array.from({ length: 252 }, () => ({ ok: true, value: undefined })));
      expect(sut.publisher.troubles()).toEqual([]);
      await expect(idsAt('credential-events/raise-request', 250)).resolves.toEqual(
        messages.map(({ id }) => id),
      );
    });

    test('among many, one that is too large is refused and the others arrive', async () => {
      const [before, after] = [nearExpiry(), nearExpiry()];
      const large = nearExpiry({ body: 'x'.repeat(300_000) });
      const outcomes = await sut.publisher.sendAll([before, large, after]);
      expect(outcomes).toMatchObject([
        { ok: true },
        { ok: false, failure: { code: 'REFUSED', reason: 'TOO_LARGE' } },
        { ok: true },
      ]);
      await expect(idsAt('credential-events/raise-request', 2)).resolves.toEqual([before.id, after.id]);
      expect(sut.publisher.troubles()).toContainEqual({
        destination: 'credential-events',
        messageId: large.id,
        reason: 'TOO_LARGE',
      });
    });

    test('among many, a destination that is gone holds up no other', async () => {
      const lost = [aMessage({ destination: 'nowhere' }), aMessage({ destination: 'nowhere' })] as const;
      const message = nearExpiry();
      const outcomes = await sut.publisher.sendAll([lost[0], message, lost[1]]);
      const gone = { ok: false, failure: { code: 'UNAVAILABLE', reason: 'MessagingEntityNotFound' } };
      expect(outcomes).toMatchObject([gone, { ok: true }, gone]);
      await expect(idsAt('credential-events/raise-request', 1)).resolves.toEqual([message.id]);
      expect(sut.publisher.troubles()).toContainEqual({
        destination: 'nowhere',
        messageId: undefined,
        reason: 'MessagingEntityNotFound',
      });
    });

    test('an outage is the answer for each of many, and is forgotten once they went out', async () => {
      const messages = [nearExpiry(), nearExpiry(), nearExpiry()];
      const ofTopic = () =>
        sut.publisher
          .troubles()
          .filter((t) => t.destination === 'credential-events' && t.messageId === undefined);
      sut.away();
      const outcomes = await sut.publisher.sendAll(messages);
      expect(outcomes.map((outcome) => !outcome.ok && outcome.failure.code)).toEqual(
        messages.map(() => 'UNAVAILABLE'),
      );
      expect(ofTopic()).toHaveLength(1);
      sut.back();
      expect(await sut.publisher.sendAll(messages)).toMatchObject(messages.map(() => ({ ok: true })));
      expect(ofTopic()).toEqual([]);
      await expect(idsAt('credential-events/raise-request', 3)).resolves.toEqual(
        messages.map(({ id }) => id),
      );
    });

    test.each([
      ['full', 'QuotaExceeded'],
      ['busy', 'ServiceBusy'],
    ] as const)(
      'a destination that is %s takes nothing now, says %s, and takes the same messages later',
      async (why, reason) => {
        const messages = [nearExpiry(), nearExpiry()];
        sut.refuse(why);
        const outcomes = await sut.publisher.sendAll(messages);
        expect(outcomes).toMatchObject(
          messages.map(() => ({ ok: false, failure: { code: 'UNAVAILABLE', reason } })),
        );
        const trouble = { destination: 'credential-events', messageId: undefined, reason };
        expect(sut.publisher.troubles()).toContainEqual(trouble);
        sut.back();
        expect(await sut.publisher.sendAll(messages)).toMatchObject(messages.map(() => ({ ok: true })));
        expect(sut.publisher.troubles()).not.toContainEqual(trouble);
        await expect(idsAt('credential-events/raise-request', 2)).resolves.toEqual(
          messages.map(({ id }) => id),
        );
      },
    );

    const idsAt = async (place: string, count: number): Promise<readonly string[]> =>
      (await sut.receive(place, count)).map(({ id }) => id);
  });

const asReceived = ({ destination: _, audited: __, ...seen }: OutgoingMessage): ReceivedMessage => seen;
