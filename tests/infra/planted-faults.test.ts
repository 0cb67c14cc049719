import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { azureTypes, checkData } from '../../scripts/bicep/azure-types.ts';
import { bicepGrammar } from '../../scripts/bicep/grammar.ts';
import { faultsOfBicep, fromDisk } from '../../scripts/infra/bicep-check.ts';
import { deployments } from '../../scripts/infra/checks.ts';
import { INFRA, ROOT } from '../support/deployment.ts';

const grammar = await bicepGrammar();
const types = azureTypes(checkData(process.env, ROOT));
const { 'prod-public': all = {} } = deployments(INFRA);

/** What is found when one text of one file is replaced by another. */
const foundWith = (file: string, from: string, to: string): readonly string[] => {
  const path = join(INFRA, file);
  expect(fromDisk(path)).toContain(from);
  const read = (asked: string): string =>
    asked === path ? fromDisk(asked).replace(from, () => to) : fromDisk(asked);
  return faultsOfBicep({ infra: INFRA, read, grammar, types, deployments: { all } }).map(
    ({ message }) => message,
  );
};

const usual = new Set(foundWith('app.bicep', 'param location', 'param location'));
const newlyFound = (file: string, from: string, to: string): string =>
  foundWith(file, from, to)
    .filter((message) => !usual.has(message))
    .join('\n');

describe('a fault that someone puts into the templates is found', () => {
  test.each([
    [
      'a brace that is missing',
      'modules/vault.bicep',
      "family: 'A'\n      name: 'standard'\n    }",
      "family: 'A'\n      name: 'standard'",
      /grammar/,
    ],
    [
      'a text without an end',
      'modules/budget.bicep',
      "category: 'Cost'",
      "category: 'Cost",
      /grammar|text has no end/,
    ],
    [
      'a name that is declared nowhere',
      'modules/storage.bicep',
      'tags: tags',
      'tags: labels',
      /nothing called labels/,
    ],
    [
      'a parameter that nobody uses',
      'modules/budget.bicep',
      'emails array\n',
      "emails array\n\n@description('Unused.')\nparam unused string = ''\n",
      /nobody uses unused/,
    ],
    [
      'a variable that nobody uses',
      'modules/network.bicep',
      'resource securityGroup',
      "var idle = 'x'\n\nresource securityGroup",
      /nobody uses idle/,
    ],
    [
      'a function that does not exist',
      'modules/budget.bicep',
      "'${start}T00:00:00Z'",
      'isoDate(start)',
      /no function isoDate/,
    ],
    [
      'a parameter that a module does not take',
      'app.bicep',
      '    retentionDays: logRetentionDays',
      '    retention: logRetentionDays',
      /no parameter retention/,
    ],
    [
      'a parameter that a module is not given',
      'app.bicep',
      '    dailyCapGb: logDailyCapGb\n',
      '',
      /parameter dailyCapGb is not given/,
    ],
    [
      'a parameter of another type',
      'app.bicep',
      '    dailyCapGb: logDailyCapGb',
      "    dailyCapGb: 'much'",
      /dailyCapGb is "much", not of type int/,
    ],
    [
      'a value that is not allowed',
      'app.bicep',
      "linkFits ? 'open' : 'closed'",
      "linkFits ? 'wide' : 'closed'",
      /access is "wide"; allowed are/,
    ],
    [
      'an output that a module does not have',
      'app.bicep',
      '  TABLES_URL: data.outputs.tablesUrl',
      '  TABLES_URL: data.outputs.tableUrl',
      /has no tableUrl/,
    ],
    [
      'a name that is known only after the deployment',
      'app.bicep',
      '    serviceBusName: serviceBusName',
      '    serviceBusName: messages.outputs.host',
      /known only after the deployment/,
    ],
    [
      'a key that is asked for',
      'modules/storage.bicep',
      'output id string = account.id',
      'output id string = account.listKeys().keys[0].value',
      /a key or a secret|asks Azure/,
    ],
    ['a preview', 'modules/vault.bicep', 'vaults@2025-05-01', 'vaults@2026-03-01-preview', /is a preview/],
    ['an old version', 'modules/vault.bicep', 'vaults@2025-05-01', 'vaults@2019-09-01', /is old/],
    [
      'an address of one cloud',
      'modules/function-app.bicep',
      '${environment().suffixes.keyvaultDns}/secrets',
      '.vault.azure.net/secrets',
      /address of one cloud/,
    ],
    [
      'a location that is written out',
      'modules/storage.bicep',
      '  location: location\n',
      "  location: 'westeurope'\n",
      /location is written out/,
    ],
    [
      'a module from elsewhere',
      'app.bicep',
      "'modules/budget.bicep'",
      "'br/public:avm/res/consumption/budget:0.1.0'",
      /fetched from elsewhere|can not be read/,
    ],
    [
      'a parameter without a word about it',
      'modules/budget.bicep',
      "@description('What may be spent in a month.')\n",
      '',
      /does not say what it is for/,
    ],
    [
      'two resources of one name',
      'modules/vault-keys.bicep',
      "name: 'audit-sign'",
      "name: 'link-wrap'",
      /made twice/,
    ],
    [
      'a parent of another type',
      'modules/storage.bicep',
      '    parent: tableService\n    name: table',
      '    parent: blobs\n    name: table',
      /is no parent of/,
    ],
    [
      'a condition that is no condition',
      'modules/monitoring.bicep',
      'if (empty(existingWorkspaceId))',
      'if (existingWorkspaceId)',
      /true or false is wanted/,
    ],
    [
      'something that needs itself',
      'modules/service-bus.bicep',
      'var topics = topology.topics',
      'var topics = concat(topology.topics, topics)',
      /topics needs itself/,
    ],
    [
      'an entry of the matrix that nobody knows',
      'vault-rights.json',
      '"keys/wrapKey"',
      '"keys/wrap"',
      /has no keys\/wrapKey/,
    ],
  ])('%s', (_what, file, from, to, expected) => {
    expect(newlyFound(file, from, to)).toMatch(expected);
  });
});

const describeTyped = types === undefined ? describe.skip : describe;
if (types === undefined)
  process.stderr.write("Skipped, faults that Azure's types tell: the data is not there\n");

describeTyped("a fault that Azure's types tell is found", () => {
  test.each([
    [
      'a misspelt property',
      'modules/storage.bicep',
      'minimumTlsVersion:',
      'minTlsVersion:',
      /no properties\.minTlsVersion/,
    ],
    [
      'a property in the wrong place',
      'modules/vault.bicep',
      '    enablePurgeProtection: true\n',
      '    sku2: true\n',
      /no properties\.sku2/,
    ],
    [
      'a tier that does not exist',
      'modules/function-app.bicep',
      "type: 'blobContainer'",
      "type: 'blob'",
      /deployment\.storage\.type is "blob"/,
    ],
    [
      'a text in place of true or false',
      'modules/storage.bicep',
      'allowSharedKeyAccess: false',
      "allowSharedKeyAccess: 'false'",
      /allowSharedKeyAccess is "false", not true or false/,
    ],
    [
      'a text in place of a number',
      'modules/service-bus.bicep',
      "maxDeliveryCount: 10\n      lockDuration: 'PT1M'",
      "maxDeliveryCount: '10'\n      lockDuration: 'PT1M'",
      /maxDeliveryCount is "10", not a whole number/,
    ],
    [
      'a filter of no kind',
      'modules/service-bus.bicep',
      "filterType: 'CorrelationFilter'",
      "filterType: 'Correlation'",
      /filterType is "Correlation"/,
    ],
    [
      'a misspelt filter',
      'modules/service-bus.bicep',
      'sqlFilter: { sqlExpression: ops.filter }',
      'sqlFilter: { sqlExpresion: ops.filter }',
      /no properties\.sqlFilter\.sqlExpresion/,
    ],
    [
      'an unknown memory setting',
      'modules/function-app.bicep',
      'instanceMemoryMB: instanceMemoryMB',
      'instanceMemory: instanceMemoryMB',
      /no properties\.functionAppConfig\.scaleAndConcurrency\.instanceMemory/,
    ],
    [
      'something required that is missing',
      'modules/storage.bicep',
      "  kind: 'StorageV2'\n",
      '',
      /kind is required/,
    ],
    [
      'something that only Azure writes',
      'modules/monitoring.bicep',
      "    Application_Type: 'web'\n",
      "    Application_Type: 'web'\n    InstrumentationKey: 'x'\n",
      /InstrumentationKey is read-only/,
    ],
    [
      'a property that is read and does not exist',
      'modules/storage.bicep',
      'primaryEndpoints.table',
      'primaryEndpoints.tables',
      /has no properties\.primaryEndpoints\.tables/,
    ],
    [
      'a severity in words',
      'modules/alerts.bicep',
      'severity: alert.severity\n      scopes: [workspaceId]',
      "severity: 'high'\n      scopes: [workspaceId]",
      /severity is "high"/,
    ],
    [
      'a name with letters that are not allowed',
      'app.bicep',
      "var dataStorageName = '${names.storageStorageAccounts}data${resourceToken}'",
      "var dataStorageName = '${names.storageStorageAccounts}-data-${resourceToken}'",
      /name is .*not (?:like|from)|letters/,
    ],
    [
      'an identity of no kind',
      'modules/key-vault-events.bicep',
      "  identity: {\n    type: 'UserAssigned'",
      "  identity: {\n    type: 'User'",
      /identity\.type is "User"/,
    ],
    [
      'a budget in no period',
      'modules/budget.bicep',
      "timeGrain: 'Monthly'",
      "timeGrain: 'Month'",
      /timeGrain is "Month"/,
    ],
  ])('%s', (_what, file, from, to, expected) => {
    expect(newlyFound(file, from, to)).toMatch(expected);
  });
});
