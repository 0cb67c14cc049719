import { describe, expect, test } from '@jest/globals';
import { breaks, type Schema } from './breaks.ts';

const object = (properties: Schema, required: readonly string[] = Object.keys(properties)): Schema => ({
  type: 'object',
  properties,
  required,
});
const text: Schema = { type: 'string' };
const DATA = {
  severity: { type: 'string', enum: ['low', 'high'] },
  endsAt: { type: 'string', format: 'date-time' },
  days: { type: 'integer', minimum: 0 },
  team: text,
  unread: { type: 'array', maxItems: 100, items: object({ what: text }) },
  held: { anyOf: [text, { type: 'integer' }] },
};
const NEEDED = ['severity', 'endsAt', 'days', 'unread', 'held'];
const event = (data: Schema, required: readonly string[] = NEEDED, pattern = '^ev-'): Schema =>
  object({ id: { type: 'string', pattern }, data: object(data, required) });

const released = event(DATA);
const withField = (name: string, field: Schema): Schema => event({ ...DATA, [name]: field });
const { team: _, ...withoutTeam } = DATA;
const { endsAt, ...withoutEnd } = DATA;

describe('a subscriber bears', () => {
  test.each<readonly [string, Schema]>([
    ['the same', released],
    ['a new field that may be missing', withField('region', text)],
    [
      'a new field that may be missing, deep within',
      withField('unread', {
        type: 'array',
        maxItems: 100,
        items: { ...object({ what: text, why: text }), required: ['what'] },
      }),
    ],
    ['other words about a field', withField('team', { ...text, description: 'Who.', examples: ['HR'] })],
    ['other words about all', { ...released, $id: 'x', title: 'x', description: 'x' }],
    ['another order of values', withField('severity', { type: 'string', enum: ['high', 'low'] })],
    ['another order of required fields', event(DATA, NEEDED.toReversed())],
  ])('%s', (_what, current) => {
    expect(breaks(released, current)).toEqual([]);
  });
});

describe('a subscriber does not bear', () => {
  test.each<readonly [string, Schema, readonly string[]]>([
    ['a field that is gone', event(withoutTeam), ['data.team is gone']],
    [
      'a field of another name',
      event(
        { ...withoutEnd, finishesAt: endsAt },
        NEEDED.map((name) => (name === 'endsAt' ? 'finishesAt' : name)),
      ),
      ['data.endsAt is gone', 'data.finishesAt is new and required'],
    ],
    [
      'a new required field',
      event({ ...DATA, region: text }, [...NEEDED, 'region']),
      ['data.region is new and required'],
    ],
    ['a field that becomes required', event(DATA, [...NEEDED, 'team']), ['data.team is required now']],
    [
      'a field that may be missing now',
      event(
        DATA,
        NEEDED.filter((name) => name !== 'days'),
      ),
      ['data.days may be missing now'],
    ],
    ['another type', withField('team', { type: 'integer' }), ['data.team: type was "string", is "integer"']],
    [
      'fewer values',
      withField('severity', { type: 'string', enum: ['low'] }),
      ['data.severity: enum was ["high","low"], is ["low"]'],
    ],
    [
      'more values',
      withField('severity', { type: 'string', enum: ['low', 'high', 'worst'] }),
      ['data.severity: enum was ["high","low"], is ["high","low","worst"]'],
    ],
    [
      'one value where there were several',
      withField('severity', { type: 'string', const: 'low' }),
      ['data.severity: enum was ["high","low"], is absent', 'data.severity: const was absent, is "low"'],
    ],
    [
      'another format',
      withField('endsAt', { type: 'string', format: 'date' }),
      ['data.endsAt: format was "date-time", is "date"'],
    ],
    ['another pattern', event(DATA, NEEDED, '^e'), ['id: pattern was "^ev-", is "^e"']],
    ['another limit', withField('days', { type: 'integer', minimum: 1 }), ['data.days: minimum was 0, is 1']],
    [
      'unknown fields that are refused',
      { ...released, additionalProperties: false },
      ['all: additionalProperties was absent, is false'],
    ],
    [
      'another list',
      withField('unread', { type: 'array', maxItems: 10, items: object({ what: { type: 'integer' } }) }),
      ['data.unread: maxItems was 100, is 10', 'data.unread[].what: type was "string", is "integer"'],
    ],
    [
      'a list of anything',
      withField('unread', { type: 'array', maxItems: 100 }),
      [
        'data.unread: items was {"type":"object","properties":{"what":{"type":"string"}},"required":["what"]}, is absent',
      ],
    ],
    [
      'another choice',
      withField('held', { anyOf: [text, { type: 'number' }] }),
      ['data.held|1: type was "integer", is "number"'],
    ],
    [
      'fewer choices',
      withField('held', { anyOf: [text] }),
      ['data.held: anyOf was [{"type":"string"},{"type":"integer"}], is [{"type":"string"}]'],
    ],
  ])('%s', (_what, current, said) => {
    expect(breaks(released, current)).toEqual(said);
  });
});
