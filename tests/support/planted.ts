import { join } from 'node:path';
import { expect } from '@jest/globals';
import { azureTypes, checkData } from '../../scripts/bicep/azure-types.ts';
import { bicepGrammar } from '../../scripts/bicep/grammar.ts';
import { faultsOfBicep, fromDisk } from '../../scripts/infra/bicep-check.ts';
import { deployments } from '../../scripts/infra/checks.ts';
import { INFRA, ROOT } from './deployment.ts';

const grammar = await bicepGrammar();
const { 'prod-public': all = {} } = deployments(INFRA);

/** Azure's types, where the data is there. */
export const types = azureTypes(checkData(process.env, ROOT));

/** What is found when one text of one file is replaced by another. */
const foundWith = (file: string, from: string, to: string): readonly string[] => {
  const path = join(INFRA, file);
  expect(fromDisk(path)).toContain(from);
  const read = (asked: string): string =>
    asked === path ? fromDisk(asked).replace(from, () => to) : fromDisk(asked);
  const check = { infra: INFRA, read, grammar, types, deployments: { all } };
  return faultsOfBicep(check).map(({ message }) => message);
};

/** What one deployment alone lets be found: resources that it does not make. */
const usual = new Set(foundWith('app.bicep', 'param location', 'param location'));

/** What is found more than usually. */
export const newlyFound = (file: string, from: string, to: string): string =>
  foundWith(file, from, to)
    .filter((message) => !usual.has(message))
    .join('\n');
