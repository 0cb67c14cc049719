import { describe, expect, test } from '@jest/globals';
import { newlyFound, types } from '../support/planted.ts';

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
