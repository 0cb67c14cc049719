import { describe, expect, test } from '@jest/globals';
import { compileFilter, type FilterSpec } from '../../local/service-bus/filter/rules.ts';
import type { Message } from '../../local/service-bus/message/message.ts';

const message: Message = {
  raw: Buffer.alloc(0),
  bare: Buffer.alloc(0),
  annotations: new Map(),
  system: {
    messageId: 'm-1',
    correlationId: 'c-1',
    to: undefined,
    replyTo: undefined,
    subject: 'near-expiry',
    sessionId: 's-1',
    replyToSessionId: undefined,
    contentType: 'application/json',
    partitionKey: undefined,
  },
  application: new Map<string, unknown>([
    ['environment', 'LIVE'],
    ['daysRemaining', 14],
    ['urgent', true],
    ['owner', "O'Brien"],
    ['share', 0.25],
    ['path', 'a_b%c'],
    ['line', 'one\ntwo'],
    ['cloudEvents:type', 'x.v1'],
    ['gone', null],
  ]),
  ttlMs: undefined,
  scheduledFor: undefined,
};

const matches = (spec: FilterSpec) => compileFilter(spec)(message);

describe('a SQL filter', () => {
  test.each([
    ['1=1', true],
    ['1=0', false],
    ["environment = 'LIVE'", true],
    ["environment = 'live'", false],
    ["ENVIRONMENT = 'LIVE'", true],
    ["user.environment = 'LIVE'", true],
    ["[cloudEvents:type] = 'x.v1'", true],
    [`"cloudEvents:type" = 'x.v1'`, true],
    ["environment = 'LIVE' AND daysRemaining <= 14", true],
    ["environment = 'LIVE' AND daysRemaining < 14", false],
    ['daysRemaining > 13 and daysRemaining >= 14', true],
    ['daysRemaining <> 14', false],
    ['daysRemaining != 15', true],
    ['daysRemaining = -14', false],
    ['-daysRemaining = -14', true],
    ['daysRemaining = 14.0', true],
    ['daysRemaining * 2 + 1 = 29', true],
    ['daysRemaining % 4 = 2', true],
    ['daysRemaining / 0 = 1', false],
    ['share = .25 AND share < 2.5e-1 + 1', true],
    ["owner = 'O''Brien'", true],
    ['urgent', true],
    ['NOT urgent', false],
    ['urgent = TRUE', true],
    ['urgent = false', false],
    // AND binds closer than OR, NOT closer than both
    ["environment = 'DEV' AND 1=0 OR urgent", true],
    ["environment = 'DEV' AND (1=0 OR urgent)", false],
    ['NOT 1=0 AND urgent', true],
    ["environment LIKE 'L%'", true],
    ["environment LIKE 'L_V_'", true],
    ["environment LIKE 'L_V'", false],
    ["environment NOT LIKE 'D%'", true],
    ["environment LIKE '.*'", false],
    ["line LIKE 'one%two'", true],
    ["path LIKE 'a!_b!%c' ESCAPE '!'", true],
    ["environment LIKE 'L!_VE' ESCAPE '!'", false],
    ["environment IN ('DEV', 'LIVE')", true],
    ["environment NOT IN ('DEV', 'NLE')", true],
    ['daysRemaining IN (7, 14)', true],
    ['EXISTS(environment)', true],
    ['EXISTS(nothing)', false],
    ['NOT EXISTS(user.nothing)', true],
    ['nothing IS NULL', true],
    ['gone IS NULL', true],
    ['environment IS NOT NULL', true],
    ["sys.Label = 'near-expiry' AND sys.Subject LIKE 'near%'", true],
    ["SYS.messageid = 'm-1' AND sys.[CorrelationId] = 'c-1' AND sys.SessionId = 's-1'", true],
    ["sys.ContentType = 'application/json'", true],
    ['sys.To IS NULL', true],
  ])('%s → %p', (sql, expected) => {
    expect(matches({ sql })).toBe(expected);
  });

  // Whatever is asked of a property that is missing is unknown, and unknown is no match, nor is its opposite.
  test.each([
    ["nothing = 'a'", false],
    ["nothing <> 'a'", false],
    ["NOT nothing = 'a'", false],
    ["nothing LIKE '%'", false],
    ["nothing NOT LIKE 'a'", false],
    ["nothing IN ('a')", false],
    ["nothing NOT IN ('a')", false],
    ["environment NOT IN ('DEV', nothing)", false],
    ["environment IN ('LIVE', nothing)", true],
    ["nothing = 'a' OR urgent", true],
    ["NOT (nothing = 'a' AND 1=0)", true],
    ["nothing = 'a' AND urgent", false],
    ['environment = NULL', false],
    // things of different kinds can't be compared
    ["daysRemaining = '14'", false],
    ["daysRemaining <> '14'", false],
    ['environment > 3', false],
  ])('with three-valued logic %s → %p', (sql, expected) => {
    expect(matches({ sql })).toBe(expected);
  });

  test.each([
    ['', 1],
    ['environment =', 14],
    ["environment = 'LIVE", 15],
    ["environment = 'LIVE' AND", 25],
    ["environment == 'LIVE'", 14],
    ['(urgent', 8],
    ['urgent)', 7],
    ['urgent urgent', 8],
    ['IN (1)', 1],
    ['urgent NOT 1', 12],
    ['environment IN ()', 17],
    ["path LIKE 'x' ESCAPE 'no'", 22],
    ['sys.Colour = 1', 5],
    ['them.x = 1', 1],
    ['newid() = 1', 1],
    ['a = 1; b = 2', 6],
    [`x = '${'y'.repeat(1024)}'`, 1025],
  ])('that is not valid is refused with its position: %s', (sql, position) => {
    expect(() => compileFilter({ sql })).toThrow(`not valid at position ${position}:`);
  });
});

describe('a correlation filter', () => {
  test.each<[string, FilterSpec, boolean]>([
    [
      'equal application properties',
      { correlation: { properties: { environment: 'LIVE', urgent: true } } },
      true,
    ],
    ['one that differs', { correlation: { properties: { environment: 'LIVE', urgent: false } } }, false],
    ['one that is missing', { correlation: { properties: { nothing: 'x' } } }, false],
    ['an equal subject', { correlation: { subject: 'near-expiry', correlationId: 'c-1' } }, true],
    ['another session', { correlation: { sessionId: 's-2' } }, false],
    ['a number as text', { correlation: { properties: { daysRemaining: '14' } } }, false],
  ])('asked for %s', (_name, spec, expected) => {
    expect(matches(spec)).toBe(expected);
  });
});
