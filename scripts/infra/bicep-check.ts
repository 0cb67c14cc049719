import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ResourceTypes } from '../bicep/azure-types.ts';
import { expandBicep } from '../bicep/expand.ts';
import type { ExpandedResource, Expansion, Fault, ReadFile } from '../bicep/expansion.ts';
import { faultsOfNames } from '../bicep/names.ts';
import { parseBicep } from '../bicep/parse.ts';
import { misfitsOfRead, misfitsOfResource } from '../bicep/resource-fit.ts';
import { BicepError } from '../bicep/tokens.ts';
import type { Fields } from '../bicep/values.ts';
import { faultsByRules } from './rules.ts';

/** What a check of the templates needs. */
export interface BicepCheck {
  readonly infra: string;
  readonly read: ReadFile;
  readonly grammar: (file: string, source: string) => readonly Fault[];
  /** Azure's types, where they are there. */
  readonly types: ResourceTypes | undefined;
  readonly deployments: Readonly<Record<string, Fields>>;
}

export const fromDisk: ReadFile = (path) => readFileSync(path, 'utf8');

/** Every Bicep file below a folder, save the Graph layer, whose types are Graph's. */
export const bicepFiles = (infra: string): readonly string[] =>
  readdirSync(infra, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.bicep') && !name.startsWith('graph'))
    .map((name) => join(infra, name))
    .toSorted();

/** All that is wrong in the templates: in the text, in the names, by our rules, and in what would be deployed. */
export const faultsOfBicep = (check: BicepCheck): readonly Fault[] => {
  const files = bicepFiles(check.infra);
  const written = files.flatMap((file) => faultsOfFile(file, check));
  // What can not be read can not be gone through either.
  if (written.some(({ message }) => message.startsWith('the grammar') || message.startsWith('not Bicep')))
    return written;
  const expansions = Object.values(check.deployments).map((values) =>
    expandBicep(join(check.infra, 'main.bicep'), values, check.read),
  );
  return unique([
    ...written,
    ...expansions.flatMap((expansion) => faultsOfExpansion(expansion, check)),
    ...neverMade(files, expansions, check),
  ]);
};

const faultsOfFile = (file: string, { read, grammar }: BicepCheck): readonly Fault[] => {
  const source = read(file);
  try {
    const parsed = parseBicep(file, source);
    return [...grammar(file, source), ...faultsOfNames(parsed), ...faultsByRules(parsed, source)];
  } catch (error) {
    if (!(error instanceof BicepError)) throw error;
    return [...grammar(file, source), { file, line: error.line, message: `not Bicep: ${error.message}` }];
  }
};

const faultsOfExpansion = (
  { faults, resources, reads }: Expansion,
  { types, read }: BicepCheck,
): readonly Fault[] => [
  ...faults,
  ...twice(resources),
  ...(types === undefined
    ? []
    : [
        ...resources
          .flatMap((resource) => misfitsOfResource(resource, types))
          .filter((fault) => !isAllowed(fault, read)),
        ...reads.flatMap((one) => misfitsOfRead(one, types)),
      ]),
];

/** Azure makes one resource of two with one id, and nobody knows which. */
const twice = (resources: readonly ExpandedResource[]): readonly Fault[] => {
  const seen = new Set<string>();
  return resources.flatMap(({ id, file, line }) => {
    const key = id.toLowerCase();
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    return [{ file, line, message: `${id} is made twice` }];
  });
};

/** A resource that no deployment makes is one that nobody checked. */
const neverMade = (
  files: readonly string[],
  expansions: readonly Expansion[],
  { read }: BicepCheck,
): readonly Fault[] => {
  const made = new Set(
    expansions.flatMap(({ resources }) => resources.map(({ file, line }) => `${file}:${line}`)),
  );
  return files.flatMap((file) =>
    parseBicep(file, read(file)).statements.flatMap((s) =>
      s.kind === 'resource' && !s.existing && !made.has(`${file}:${s.line}`)
        ? [
            {
              file,
              line: s.line,
              message: `no parameter file makes ${s.name}, so nobody knows whether it fits`,
            },
          ]
        : [],
    ),
  );
};

/** `#disable-next-line BCP037` and `BCP187` allow what the type data does not know, for the property on the next line. */
const isAllowed = ({ file, line, message }: Fault, read: ReadFile): boolean => {
  const lines = read(file).split('\n');
  const end = lines.findIndex((text, at) => at >= line && text.startsWith('}'));
  return lines.slice(line, end).some((text, at) => {
    if (!/#disable-next-line (?:.*\b)?BCP(?:037|187)\b/.test(text)) return false;
    const property = /^\s*(\w+):/.exec(lines[line + at + 1] ?? '')?.[1];
    return property !== undefined && new RegExp(`[ .]${property}(?:[ .]|$)`).test(message);
  });
};

const unique = (faults: readonly Fault[]): readonly Fault[] => [
  ...new Map(faults.map((fault) => [JSON.stringify(fault), fault])).values(),
];
