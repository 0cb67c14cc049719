import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { LOG } from '../../lib/log-events.ts';
import { kustoChecker } from '../../scripts/infra/kusto.ts';
import { alertQueries, codesIn, workbookQueries } from '../../scripts/infra/queries.ts';
import { at, deployed, INFRA, ofType, ROOT } from '../support/deployment.ts';

const kusto = kustoChecker();
const full = deployed('prod-public');
const queryAlerts = ofType(full, 'Microsoft.Insights/scheduledQueryRules');
const alerts = [
  ...queryAlerts,
  ...ofType(full, 'Microsoft.Insights/metricAlerts'),
  ...ofType(full, 'Microsoft.Insights/activityLogAlerts'),
];
const nameOf = (name: string): string => name.replace('expiry-monitor-', '');

describe('each alert', () => {
  test.each(alerts.map(({ name, body }) => [nameOf(name), String(at(body, 'properties', 'description'))]))(
    '%s leads to its runbook',
    (_name, description) => {
      const path =
        /https:\/\/example\.org\/expiry-monitor\/(docs\/runbooks\/[\w-]+\.md)$/.exec(description)?.[1] ?? '';
      expect(existsSync(join(ROOT, path)) ? '' : `${description} is not there`).toBe('');
    },
  );

  test.each(alerts.map(({ name, body }) => [nameOf(name), body] as const))(
    '%s tells someone',
    (_name, body) => {
      expect(JSON.stringify(at(body, 'properties', 'actions'))).toMatch(/actionGroups\/ag-/);
    },
  );

  test('has a query of its own, and every query is one of an alert', () => {
    expect(queryAlerts.map(({ name }) => nameOf(name)).toSorted()).toEqual(
      alertQueries(INFRA)
        .map(({ name }) => name)
        .toSorted(),
    );
    for (const { name, body } of queryAlerts) {
      const own = alertQueries(INFRA).find((one) => one.name === nameOf(name));
      const query = String(at(body, 'properties', 'criteria', 'allOf', 0, 'query'));
      expect(query.replaceAll(/appi-[a-z]{13}/g, '__COMPONENT__')).toBe(own?.query);
    }
  });

  test('looks back as far as Azure lets it', () => {
    for (const { body } of queryAlerts) {
      expect([
        'PT5M',
        'PT10M',
        'PT15M',
        'PT30M',
        'PT45M',
        'PT1H',
        'PT2H',
        'PT3H',
        'PT4H',
        'PT5H',
        'PT6H',
        'P1D',
        'P2D',
      ]).toContain(at(body, 'properties', 'windowSize'));
      expect(['PT5M', 'PT10M', 'PT15M', 'PT30M', 'PT1H', 'P1D']).toContain(
        at(body, 'properties', 'evaluationFrequency'),
      );
    }
  });

  test('for something that is missing has a row even when nothing is there', () => {
    const absent = queryAlerts.filter(
      ({ body }) => at(body, 'properties', 'criteria', 'allOf', 0, 'operator') === 'LessThan',
    );
    expect(absent.map(({ name }) => nameOf(name))).toEqual(['app-silent', 'scan-missing']);
    for (const { body } of absent) {
      const rule = at(body, 'properties', 'criteria', 'allOf', 0) as {
        query: string;
        metricMeasureColumn: string;
      };
      const last = rule.query.trim().split('\n').at(-1) ?? '';
      // A summarize without "by" gives one row always; anything after it could take that row away again.
      expect(last).toMatch(new RegExp(`^\\| summarize ${rule.metricMeasureColumn} = d?count\\(\\w*\\)$`));
    }
  });
});

describe('runbooks', () => {
  const folder = join(ROOT, 'docs', 'runbooks');
  const SECTIONS = [
    'What it means',
    'Who is affected',
    'The first ten minutes',
    'What to do',
    'When it is over',
    'Whom to call',
    'Afterwards',
  ];

  test.each([
    ...new Set(
      alerts.map(
        ({ body }) =>
          String(at(body, 'properties', 'description'))
            .split('/')
            .at(-1) ?? '',
      ),
    ),
  ])('%s says what a person on call needs, in the same order', (file) => {
    if (file === 'dead-letters.md') return;
    const headings = [...readFileSync(join(folder, file), 'utf8').matchAll(/^## (.+)$/gm)].map(
      ([, heading]) => heading,
    );
    expect(headings).toEqual(SECTIONS);
  });

  test('ask Kusto what it understands, and for codes that are logged', () => {
    for (const file of readdirSync(folder)) {
      const blocks = [...readFileSync(join(folder, file), 'utf8').matchAll(/^```kusto\n([\s\S]*?)^```/gm)];
      for (const [, query = ''] of blocks) {
        expect([file, kusto(query), codesIn(query).filter((code) => !(code in LOG))]).toEqual([file, [], []]);
      }
    }
  });

  test('are all in the list', () => {
    const list = readFileSync(join(folder, 'README.md'), 'utf8');
    for (const file of readdirSync(folder).filter((name) => name !== 'README.md'))
      expect(list).toContain(`](${file})`);
  });
});

describe('queries', () => {
  test.each([...alertQueries(INFRA), ...workbookQueries(INFRA)].map(({ name, query }) => [name, query]))(
    '%s reads only fields that are logged',
    (_name, query) => {
      const codes = codesIn(query);
      const fields = [...query.matchAll(/\be\.(\w+)/g)]
        .map(([, field = '']) => field)
        .filter((field) => field !== 'code');
      const logged = codes.flatMap((code) => fieldsOf(code));
      if (codes.length > 0) expect(fields.filter((field) => !logged.includes(field))).toEqual([]);
    },
  );

  test('no line that they look for is left out by sampling', () => {
    const host = JSON.parse(readFileSync(join(ROOT, 'host.json'), 'utf8')) as {
      logging: { applicationInsights: { samplingSettings: { excludedTypes: string } } };
    };
    expect(host.logging.applicationInsights.samplingSettings.excludedTypes.split(';')).toContain('Trace');
  });

  test('there is an alert for every line of level error', () => {
    const asked = new Set(alertQueries(INFRA).flatMap(({ query }) => codesIn(query)));
    const errors = Object.entries(LOG)
      .filter(([, { level }]) => level === 'error')
      .map(([code]) => code);
    expect(errors.filter((code) => !asked.has(code))).toEqual([]);
  });

  test.each([
    ['AppRequests | where success == false', /success/],
    ['AppTraces | sumarize n = count()', /sumarize|operator/],
    ['NoTable | count', /NoTable/],
    ['AppTraces | where Message contains', /./],
  ])('a fault is found: %s', (query, expected) => {
    expect(kusto(query).join('\n')).toMatch(expected);
  });
});

const SOURCES = ['lib', 'functions'].flatMap((room) =>
  readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(ROOT, room, name), 'utf8'))
    .filter((source) => source.includes("log('") || source.includes('log(')),
);

/** The fields of a line, as the code writes them. */
const fieldsOf = (code: string): readonly string[] => {
  const call = new RegExp(`log\\(\\s*'${code}',\\s*\\{([^}]*)\\}`, 'g');
  return SOURCES.flatMap((source) => [...source.matchAll(call)]).flatMap(([, body = '']) =>
    [...body.matchAll(/(?:^|[,{\s])(\w+)\s*(?=[:,}]|$)/g)].map(([, field = '']) => field),
  );
};
