import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { TypeNames } from './bicep-types.ts';
import { expandFile, type Progress } from './expand-file.ts';
import type { ExpandedResource, Expansion, Fault, Read, ReadFile } from './expansion.ts';
import { parseBicep } from './parse.ts';
import { entryScope } from './scopes.ts';
import type { BicepFile } from './syntax.ts';
import { BicepError } from './tokens.ts';
import type { Fields } from './values.ts';

const fromDisk: ReadFile = (path) => readFileSync(path, 'utf8');

/**
 * What a Bicep file would deploy with these parameters: every loop gone through, every condition decided, every module
 * entered. Values that exist only after the deployment stay open. Faults of the files and of the parameters are all
 * collected, each file's as far as it can be gone through.
 */
export const expandBicep = (path: string, given: Fields, read: ReadFile = fromDisk): Expansion => {
  const found = { resources: [] as ExpandedResource[], reads: [] as Read[], faults: [] as Fault[] };
  const sources = new Map<string, BicepFile>();
  const parsed = (file: string): BicepFile => {
    const known = sources.get(file) ?? parseBicep(file, read(file));
    sources.set(file, known);
    return known;
  };

  const attempt: Progress['attempt'] = (file, otherwise, run) => {
    try {
      return run();
    } catch (error) {
      if (!(error instanceof BicepError)) throw error;
      const fault = { file, line: error.line, message: error.message };
      if (!found.faults.some((f) => JSON.stringify(f) === JSON.stringify(fault))) found.faults.push(fault);
      return otherwise;
    }
  };

  const typesOf = (file: BicepFile): TypeNames => {
    const own = file.statements.flatMap((s) => (s.kind === 'type' ? [[s.name, s.type] as const] : []));
    const imported = file.imports.flatMap(({ names, from, line }) =>
      attempt(file.path, [], () => {
        const theirs = typesOf(parsed(join(dirname(file.path), from)));
        return names.map((name) => {
          const type = theirs.get(name);
          if (type === undefined) throw new BicepError(`${from} has no type ${name}`, line);
          return [name, type] as const;
        });
      }),
    );
    return new Map([...own, ...imported]);
  };

  const main = attempt<BicepFile | undefined>(path, undefined, () => parsed(path));
  if (main === undefined) return { ...found, outputs: new Map() };
  const progress: Progress = { ...found, read, parsed, attempt, typesOf };
  return { ...found, outputs: expandFile(progress, main, given, entryScope(main.targetScope)) };
};
