import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { runCommand, settingsOf } from '../support/whole/command.ts';
import { STORAGE, tokenOf } from '../support/whole/tokens.ts';
import { endWholes, startWhole, type Whole } from '../support/whole/whole.ts';

for (const agent of ['http-proxy-agent', 'https-proxy-agent']) jest.mock(agent, () => ({}));
const { ServiceBusClient } = await import('@azure/service-bus');

const PLACE = 'renewal-work/issue-credential';
const BODY = { step: 'issue-credential', renewalId: `rn-${'a'.repeat(26)}` };

interface Shown {
  readonly sequenceNumber: string;
  readonly messageId: string;
  readonly reason: string;
  readonly body: unknown;
}

describe('dead letters', () => {
  let whole: Whole;
  beforeAll(async () => {
    whole = await startWhole({ hosts: () => ({}) });
  }, 120_000);
  afterAll(endWholes);

  const withBus = async <T>(
    act: (client: InstanceType<typeof ServiceBusClient>) => Promise<T>,
  ): Promise<T> => {
    const client = new ServiceBusClient(whole.surroundings.serviceBus.connectionString);
    try {
      return await act(client);
    } finally {
      await client.close();
    }
  };

  /** A message that a function gave up on, as its host does. */
  const bury = (messageId: string) =>
    withBus(async (client) => {
      const sender = client.createSender('renewal-work');
      await sender.sendMessages({
        body: Buffer.from(JSON.stringify(BODY)),
        messageId,
        contentType: 'application/json',
        sessionId: BODY.renewalId,
        applicationProperties: { step: 'issue-credential' },
      });
      const session = await client.acceptSession('renewal-work', 'issue-credential', BODY.renewalId);
      const [message] = await session.receiveMessages(1);
      await session.deadLetterMessage(message!, {
        deadLetterReason: 'MaxDeliveryCountExceeded',
        deadLetterErrorDescription: '',
      });
      await session.close();
    });

  const receiveAll = () =>
    withBus(async (client) => {
      const session = await client.acceptSession('renewal-work', 'issue-credential', BODY.renewalId);
      const messages = await session.receiveMessages(10, { maxWaitTimeInMs: 1_000 });
      for (const message of messages) await session.completeMessage(message);
      await session.close();
      return messages;
    });

  const run = async (...args: readonly string[]) => {
    const { status, stdout, stderr } = await runCommand(whole, 'dead-letters.ts', args, settingsOf(whole));
    return { status, stderr, said: stdout === '' ? undefined : (JSON.parse(stdout) as unknown) };
  };
  const show = async () => (await run('show', '--place', PLACE)).said as readonly Shown[];

  interface Entry {
    readonly type?: string;
    readonly data: Readonly<Record<string, string>>;
  }
  const recorded = async (): Promise<readonly Entry[]> => {
    const answer = await fetch(`${whole.surroundings.tablesUrl}/Audit()`, {
      headers: {
        authorization: `Bearer ${await tokenOf(whole.surroundings, 'all', STORAGE)}`,
        'x-ms-version': '2019-02-02',
        accept: 'application/json;odata=nometadata',
      },
    });
    const { value } = (await answer.json()) as { readonly value: readonly Record<string, unknown>[] };
    return value
      .flatMap((row) => Object.values(row).filter((each) => typeof each === 'string'))
      .filter((text) => text.startsWith('{'))
      .map((text) => JSON.parse(text) as Entry)
      .filter(({ type }) => type?.includes('operations') === true);
  };

  let count = 0;
  let id = '';
  beforeEach(async () => {
    count += 1;
    id = `ev-${String(count).padStart(26, 'a')}`;
    await run('drop', '--place', PLACE, '--all', '--reason', 'a new test', '--apply');
    await bury(id);
  }, 60_000);

  test('are listed with their place and reason, and shown with their body', async () => {
    expect(await run('list')).toMatchObject({
      status: 0,
      said: [{ place: PLACE, count: 1, reasons: { MaxDeliveryCountExceeded: 1 } }],
    });
    expect(await show()).toEqual([
      expect.objectContaining({ messageId: id, reason: 'MaxDeliveryCountExceeded', body: BODY }),
    ]);
  }, 60_000);

  test('are not touched by a dry run, which says what would be done', async () => {
    const before = (await recorded()).length;
    const { said } = await run('replay', '--place', PLACE, '--all', '--reason', 'storage is back');
    expect(said).toMatchObject({ dryRun: true, wouldChange: [{ messageId: id }] });
    expect(await show()).toHaveLength(1);
    expect(await recorded()).toHaveLength(before);
  }, 60_000);

  test('go in again as they were, under an id that the broker does not know, and it is written down who did it', async () => {
    const [letter] = await show();
    const { said } = await run(
      ...[
        'replay',
        '--place',
        PLACE,
        '--sequence',
        letter!.sequenceNumber,
        '--reason',
        'storage is back',
        '--apply',
      ],
    );
    expect(said).toMatchObject({ dryRun: false, changed: 1 });
    expect(await show()).toEqual([]);
    expect(await receiveAll()).toEqual([
      expect.objectContaining({
        body: BODY,
        sessionId: BODY.renewalId,
        messageId: `${id}.again-${letter!.sequenceNumber}`,
        applicationProperties: { step: 'issue-credential' },
      }),
    ]);
    expect((await recorded()).filter(({ data }) => data['messageId'] === id)).toEqual([
      expect.objectContaining({
        type: 'expiry-monitor.operations.dead-letter-replayed.v1',
        data: expect.objectContaining({
          by: whole.surroundings.entra.identities['all'],
          reason: 'storage is back',
          place: PLACE,
        }),
      }),
    ]);
  }, 60_000);

  test('that went in and were not removed, since somebody was cut off, are known again and go in once', async () => {
    const [letter] = await show();
    await withBus(async (client) => {
      const sender = client.createSender('renewal-work');
      await sender.sendMessages({
        body: Buffer.from(JSON.stringify(BODY)),
        messageId: `${id}.again-${letter!.sequenceNumber}`,
        sessionId: BODY.renewalId,
        applicationProperties: { step: 'issue-credential' },
      });
    });
    await run('replay', '--place', PLACE, '--all', '--reason', 'once more', '--apply');
    expect(await receiveAll()).toHaveLength(1);
  }, 60_000);

  test('of another sequence number stay where they are', async () => {
    const [first] = await show();
    await bury(`${id}x`);
    await run(
      'drop',
      '--place',
      PLACE,
      '--sequence',
      first!.sequenceNumber,
      '--reason',
      'none of ours',
      '--apply',
    );
    expect((await show()).map(({ messageId }) => messageId)).toEqual([`${id}x`]);
  }, 60_000);

  test.each([
    [['replay', '--place', PLACE, '--all', '--apply'], /needs --reason/],
    [['drop', '--place', PLACE, '--reason', 'x', '--apply'], /either --sequence N or --all/],
    [['show', '--place', 'renewal-work/nothing'], /There is no place renewal-work\/nothing/],
    [['burn'], /list, show, replay or drop/],
  ])(
    'are not touched by a command that makes no sense: %j',
    async (args, said) => {
      const { status, stderr } = await run(...args);
      expect(status).toBe(1);
      expect(stderr).toMatch(said);
      expect(await show()).toHaveLength(1);
    },
    60_000,
  );
});
