import { type BicepFile, type Expression, property, type Statement } from '../bicep/syntax.ts';
import type { Fault } from '../bicep/expansion.ts';

/** Versions that are old or a preview, and why there is no better one. Anything else is stable and of the last two years. */
const VERSIONS_WITH_A_REASON: Readonly<Record<string, string>> = {
  'Microsoft.Authorization/roleAssignments@2022-04-01': 'the newest stable one',
  'Microsoft.Authorization/roleDefinitions@2022-04-01': 'the newest stable one',
  'Microsoft.Insights/actionGroups@2023-01-01': 'the newest stable one',
  'Microsoft.Insights/activityLogAlerts@2020-10-01': 'the newer one is younger than nine months',
  'Microsoft.Insights/components@2020-02-02': 'the newest stable one',
  'Microsoft.Insights/diagnosticSettings@2021-05-01-preview':
    'the stable one is of 2016 and knows no category groups',
  'Microsoft.Insights/metricAlerts@2018-03-01': 'the newer one is younger than nine months',
  'Microsoft.Insights/scheduledQueryRules@2023-12-01': 'the newer one is younger than nine months',
  'Microsoft.Insights/workbooks@2023-06-01': 'the newest stable one',
  'Microsoft.ServiceBus/namespaces@2024-01-01': 'the newer one is younger than nine months',
  'Microsoft.ServiceBus/namespaces/networkRuleSets@2024-01-01': 'as its namespace',
  'Microsoft.ServiceBus/namespaces/queues@2024-01-01': 'as its namespace',
  'Microsoft.ServiceBus/namespaces/topics@2024-01-01': 'as its namespace',
  'Microsoft.ServiceBus/namespaces/topics/subscriptions@2024-01-01': 'as its namespace',
  'Microsoft.ServiceBus/namespaces/topics/subscriptions/rules@2024-01-01': 'as its namespace',
  'Microsoft.Network/privateDnsZones@2024-06-01': 'the newest stable one',
  'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01': 'the newest stable one',
  'Microsoft.Consumption/budgets@2024-08-01': 'the newer one is younger than nine months',
};

/** Versions before this are more than two years older than the type data that they were chosen from (2026-08-20). */
const OLDEST = '2024-08-20';

/** Addresses that differ from cloud to cloud; `environment()` knows them. */
const CLOUD_ADDRESSES =
  /\b(?:core\.windows\.net|vault\.azure\.net|login\.microsoftonline\.com|management\.azure\.com|graph\.microsoft\.com|database\.windows\.net)\b/;

const FORBIDDEN_TEXT =
  /AccountKey=|SharedAccessKey|listKeys|listConnectionStrings|\bsig=|BEGIN [A-Z ]*PRIVATE KEY/i;

/** What our own rules say of a file, whatever it would deploy. */
export const faultsByRules = (file: BicepFile, source: string): readonly Fault[] => {
  const fault = (line: number, message: string): Fault => ({ file: file.path, line, message });
  const lines = source
    .split('\n')
    .map((text, at) => ({ text: text.replace(/(?:^|\s)\/\/.*$/, ''), line: at + 1 }));
  return [
    ...lines
      .filter(({ text }) => FORBIDDEN_TEXT.test(text))
      .map(({ line }) => fault(line, 'a key or a secret has no place here')),
    ...lines
      .filter(({ text }) => CLOUD_ADDRESSES.test(text))
      .map(({ line }) => fault(line, 'an address of one cloud: ask environment() for it')),
    ...file.statements.flatMap((statement) =>
      faultsOfStatement(statement).map((message) => fault(statement.line, message)),
    ),
  ];
};

const faultsOfStatement = (statement: Statement): readonly string[] => {
  const { decorators, name } = statement;
  const has = (decorator: string): boolean => decorators.some((d) => d.name === decorator);
  switch (statement.kind) {
    case 'param': {
      return [
        ...(has('description') ? [] : [`the parameter ${name} does not say what it is for`]),
        ...(looksSecret(name) && !has('secure')
          ? [`the parameter ${name} looks like a secret and is not @secure`]
          : []),
        ...(has('secure') && statement.otherwise !== undefined
          ? [`the secure parameter ${name} has a default`]
          : []),
      ];
    }
    case 'type':
      return has('description') ? [] : [`the type ${name} does not say what it is`];
    case 'resource':
      return [
        ...faultsOfVersion(statement.what),
        ...(withLocation(statement.body) ? [] : ['a location is written out: take it from a parameter']),
      ];
    case 'module':
      return statement.what.startsWith('br') || statement.what.startsWith('ts:')
        ? [`${statement.what} is fetched from elsewhere: nobody could check it here`]
        : [];
    case 'output':
      return looksSecret(name) ? [`the output ${name} looks like a secret`] : [];
    case 'var':
      return [];
  }
};

/** Names about secrets that hold none: of vaults and of settings. */
const HOLD_NONE = new Set([
  'resourceToken',
  'secretNames',
  'secretVaultName',
  'secretsToWrite',
  'SECRETS_TO_WRITE',
]);

const looksSecret = (name: string): boolean =>
  /secret|password|token|(?:access|account|shared|api)_?key/i.test(name) && !HOLD_NONE.has(name);

const faultsOfVersion = (what: string): readonly string[] => {
  const version = what.split('@')[1] ?? '';
  if (what in VERSIONS_WITH_A_REASON || what.startsWith('Microsoft.Graph/')) return [];
  if (version.includes('preview')) return [`${what} is a preview`];
  return version < OLDEST ? [`${what} is old: take a newer version, or say why not`] : [];
};

/** Whether the location, if any, is not written out; `global` is no place. */
const withLocation = (body: Expression): boolean => {
  const location = property(body, 'location');
  return location?.kind !== 'literal' || location.value === 'global';
};
