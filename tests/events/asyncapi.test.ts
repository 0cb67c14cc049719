import { readFileSync } from 'node:fs';
import { type ChannelInterface, Parser } from '@asyncapi/parser';
import { describe, expect, test } from '@jest/globals';
import { CATALOGUE } from '../../lib/events/catalogue.ts';
import { propertiesOf } from '../../lib/events/properties.ts';
import { golden, goldenTypes } from '../support/goldens.ts';

const text = readFileSync(new URL('../../docs/events/asyncapi.json', import.meta.url), 'utf8');
/** Of the four severities: what makes a document wrong, and what makes it doubtful. */
const WARNING = 1;
const read = async (source: string) => {
  const { document, diagnostics } = await new Parser().parse(source);
  const faults = diagnostics
    .filter(({ severity }: { severity: number }) => severity <= WARNING)
    .map(({ code }) => code);
  return { document, faults };
};

const carried = (channel: ChannelInterface) => {
  const messages = channel.messages().all();
  return [channel.address(), messages.map((message) => message.name())] as const;
};

describe('the AsyncAPI document', () => {
  test('is one, by the word of its own parser', async () => {
    const { document, faults } = await read(text);
    expect(faults).toEqual([]);
    expect(document!.version()).toBe('3.0.0');
    const servers = document!.servers().all();
    expect(servers.map((server) => [server.protocol(), server.protocolVersion()])).toEqual([
      ['amqps', '1.0'],
    ]);
  });

  test('has a channel for each topic, with every message that goes there, to be received', async () => {
    const { document } = await read(text);
    const published = Object.entries(CATALOGUE).map(([topic, events]) => [
      topic,
      events.map(({ shape }) => shape.type.value),
    ]);
    expect(document!.channels().all().map(carried)).toEqual(published);
    const operations = document!.operations().all();
    expect(operations.map((operation) => operation.action())).toEqual(['receive', 'receive']);
    expect(operations.flatMap((operation) => operation.channels().all().map(carried))).toEqual(published);
  });

  test('has the application properties of each event as its headers', async () => {
    const { document } = await read(text);
    for (const message of document!.messages().all()) {
      const event = golden(message.name()!);
      const { properties, required } = message.headers()!.json<{ properties: object; required: string[] }>();
      const sent = Object.keys(propertiesOf(event));
      expect(Object.keys(properties)).toEqual(expect.arrayContaining(sent));
      expect(sent).toEqual(expect.arrayContaining(required));
      const examples = message.examples().all();
      expect(examples.map((example) => [example.headers(), example.payload()])).toEqual([
        [propertiesOf(event), event],
      ]);
    }
  });
});

test('the schemas in the AsyncAPI document are the published ones', () => {
  const { components } = JSON.parse(text) as { components: { schemas: object } };
  const published = goldenTypes().map((type) => {
    const file = new URL(`../../docs/schemas/${type}.json`, import.meta.url);
    const whole = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    const { $id: _, $schema: __, ...schema } = whole;
    return [type, schema] as const;
  });
  expect(components.schemas).toEqual(Object.fromEntries(published));
});

describe('the parser', () => {
  test.each([
    [
      'a reference to nothing',
      '#/components/messages/expiry-monitor.scan.completed.v1',
      '#/components/messages/gone',
    ],
    ['an action that there is not', '"action": "receive"', '"action": "watch"'],
    ['a type that there is not', '"type": "integer"', '"type": "number of days"'],
    [
      'a channel without a name that it is said to have',
      '"$ref": "#/channels/renewal-events"',
      '"$ref": "#/channels/other"',
    ],
  ])('refuses %s', async (_what, right, wrong) => {
    expect(text).toContain(right);
    expect((await read(text.replaceAll(right, wrong))).faults).not.toEqual([]);
  });
});
