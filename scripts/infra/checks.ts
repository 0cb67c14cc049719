import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { azureTypes } from '../bicep/azure-types.ts';
import { expandBicep } from '../bicep/expand.ts';
import type { Fault } from '../bicep/expansion.ts';
import { bicepGrammar } from '../bicep/grammar.ts';
import { parseBicep } from '../bicep/parse.ts';
import { type Fields, isFields, type Value } from '../bicep/values.ts';
import { LOG } from '../../lib/log-events.ts';
import { checkAccessPackages } from './access-packages.ts';
import { faultsOfAzureYaml } from './azure-yaml.ts';
import { bicepFiles, faultsOfBicep, fromDisk } from './bicep-check.ts';
import { compilerFaults, findCompiler, unformatted } from './compiler.ts';
import { faultsOfGraphLayer, graphTypes } from './graph-check.ts';
import { kustoChecker } from './kusto.ts';
import { parameterSets, VARIANTS } from './parameter-sets.ts';
import { alertQueries, codesIn, workbookQueries } from './queries.ts';
import { faultsOfUiDefinition } from './ui-definition.ts';

/** One check with what it found, or why it could not be made. */
export interface Check {
  readonly name: string;
  readonly findings: readonly string[];
  /** What is worth a look, and no fault. */
  readonly notes?: readonly string[];
  readonly skipped?: string;
}

const line = ({ file, line: at, message }: Fault): string => `${file}:${at}: ${message}`;

/** The deployments that are gone through: every parameter file, and what none of them says. */
export const deployments = (infra: string): Readonly<Record<string, Fields>> => {
  const sets = parameterSets(infra);
  const base = sets.find(({ name }) => name === 'dev')?.values ?? {};
  return {
    ...Object.fromEntries(sets.map(({ name, values }) => [name, values])),
    ...Object.fromEntries(Object.entries(VARIANTS).map(([name, values]) => [name, { ...base, ...values }])),
  };
};

/** Every check of what is deployed. */
export const infraChecks = async (root: string, data: string): Promise<readonly Check[]> => {
  const infra = join(root, 'infra');
  const grammar = await bicepGrammar();
  const types = azureTypes(data);
  const graph = graphTypes(data);
  const without = (name: string): Check => ({ name, findings: [], skipped: `no data in ${data}` });
  const shared = { infra, read: fromDisk, grammar, deployments: deployments(infra) };
  return [
    compilerCheck(infra),
    {
      name: "Bicep: grammar, names, rules, Azure's types, every deployment gone through",
      findings: faultsOfBicep({ ...shared, types }).map(line),
    },
    {
      name: "Graph layer: grammar, names, rules, Graph's types",
      findings: faultsOfGraphLayer(infra, graph, fromDisk, grammar).map(line),
    },
    ...(types === undefined ? [without("Azure's types")] : []),
    ...(graph === undefined ? [without("Graph's types")] : []),
    { name: 'Access packages', ...accessPackageFindings(infra) },
    { name: 'Queries of alerts and workbook', findings: queryFaults(infra) },
    { name: 'Form of the Deploy button', findings: formFaults(infra) },
    {
      name: 'azure.yaml',
      findings: faultsOfAzureYaml(readFileSync(join(root, 'azure.yaml'), 'utf8'), root, siteTags(infra)),
    },
  ];
};

const compilerCheck = (infra: string): Check => {
  const name = 'Bicep: the compiler itself';
  const compiler = findCompiler();
  if ('reason' in compiler) return { name, findings: [], skipped: compiler.reason };
  const findings = compilerFaults(
    compiler.path,
    ['main.bicep', 'app.bicep'].map((file) => join(infra, file)),
  );
  const notes = unformatted(compiler.path, bicepFiles(infra)).map(
    (file) => `${file}: bicep format lays it out otherwise`,
  );
  return { name, findings, notes };
};

const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

const accessPackageFindings = (infra: string): Pick<Check, 'findings' | 'notes'> => {
  const roles = (readJson(join(infra, 'graph', 'app-roles.json')) as { value: string }[]).map(
    ({ value }) => value,
  );
  const { errors, warnings } = checkAccessPackages(
    readJson(join(infra, 'graph', 'access-packages.json')),
    roles,
  );
  return { findings: errors, notes: warnings };
};

/** What Kusto has against the queries, and codes that the app never logs. */
export const queryFaults = (infra: string): readonly string[] => {
  const check = kustoChecker();
  return [...alertQueries(infra), ...workbookQueries(infra)].flatMap(({ name, query }) => [
    ...check(query).map((message) => `${name}: ${message}`),
    ...codesIn(query)
      .filter((code) => !(code in LOG))
      .map((code) => `${name}: the app never logs ${code}`),
    ...(/^App\w+/m.test(query) && !query.includes('| where _ResourceId has "__COMPONENT__"')
      ? [`${name}: asks about every app of the workspace`]
      : []),
  ]);
};

const formFaults = (infra: string): readonly string[] => {
  const file = join(infra, 'app.bicep');
  const { statements } = parseBicep(file, readFileSync(file, 'utf8'));
  const parameters = statements.flatMap((s) => (s.kind === 'param' ? [s] : []));
  return faultsOfUiDefinition(readFileSync(join(infra, 'ui', 'createUiDefinition.json'), 'utf8'), parameters);
};

const siteTags = (infra: string): readonly string[] => {
  const { resources } = expandBicep(join(infra, 'main.bicep'), deployments(infra)['dev'] ?? {});
  const tagOf = (tags: Value | undefined): string => {
    const tag = tags !== undefined && isFields(tags) ? tags['azd-service-name'] : undefined;
    return typeof tag === 'string' ? tag : '';
  };
  return resources
    .filter(({ type }) => type === 'Microsoft.Web/sites')
    .map(({ body }) => tagOf(body['tags']));
};
