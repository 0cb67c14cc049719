import { dirname, join } from 'node:path';
import { misfits, type TypeNames } from './bicep-types.ts';
import { evaluate, isTrue, loopItems } from './evaluate.ts';
import type { Surroundings } from './surroundings.ts';
import type { ExpandedResource, Fault, Read, ReadFile } from './expansion.ts';
import { moduleHandle, resourceHandle } from './handles.ts';
import { parameterValue } from './parameter-value.ts';
import { isGroup, scopeNamed, scopeOf } from './scopes.ts';
import { type BicepFile, type Deployed, property, type Statement } from './syntax.ts';
import { BicepError } from './tokens.ts';
import { type Fields, is, isFields, isList, type ResourceHandle, type Scope, type Value } from './values.ts';

/** What is found while files are gone through, and what all of them need. */
export interface Progress {
  readonly resources: ExpandedResource[];
  readonly reads: Read[];
  readonly faults: Fault[];
  readonly read: ReadFile;
  readonly parsed: (path: string) => BicepFile;
  /** A fault of a file is noted, and the rest of it is gone through all the same. */
  readonly attempt: <T>(file: string, otherwise: T, run: () => T) => T;
  /** The types that a file declares or imports. */
  readonly typesOf: (file: BicepFile) => TypeNames;
}

/** Where a resource belongs is in its id. */
const ELSEWHERE = ['name', 'parent', 'scope', 'dependsOn'];

/** Expands one file at one place, and the modules in it. Returns its outputs. */
export const expandFile = (
  progress: Progress,
  file: BicepFile,
  values: Fields,
  scope: Scope,
): ReadonlyMap<string, Value> => {
  const { attempt, faults, reads } = progress;
  const named = file.statements.filter(({ kind }) => kind !== 'output' && kind !== 'type');
  const symbols = new Map(named.map((statement) => [statement.name, statement]));
  const types = progress.typesOf(file);
  const known = new Map<string, Value>();
  const under = new Set<string>();

  const lookUp = (name: string, line: number): Value => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const statement = symbols.get(name);
    if (statement === undefined) throw new BicepError(`there is nothing called ${name}`, line);
    if (under.has(name)) throw new BicepError(`${name} needs itself`, line);
    under.add(name);
    try {
      const made = valueOf(statement);
      known.set(name, made);
      return made;
    } finally {
      under.delete(name);
    }
  };

  const around: Surroundings = {
    lookUp,
    read: (relative, line) => {
      try {
        return progress.read(join(dirname(file.path), relative));
      } catch {
        throw new BicepError(`${relative} can not be read`, line);
      }
    },
    scopeNamed: (kind, args) => scopeNamed(scope, kind, args),
    onRead: (type, path, line) => reads.push({ file: file.path, line, type, path }),
  };

  const valueOf = (statement: Statement): Value => {
    switch (statement.kind) {
      case 'param':
        return parameterValue(statement, values[statement.name], types, around);
      case 'var':
        return evaluate(statement.value, around);
      case 'resource':
      case 'module':
        return handlesOf(statement);
      case 'output':
      case 'type':
        throw new BicepError(`${statement.name} is no value`, statement.line);
    }
  };

  const turns = (d: Deployed) =>
    d.loop === undefined
      ? [{ inner: around, included: d.when === undefined || isTrue(evaluate(d.when, around), d.line) }]
      : loopItems(d.loop, around);

  const handlesOf = (d: Deployed): Value => {
    const all = turns(d).map(({ inner, included }) =>
      d.kind === 'resource'
        ? resourceHandle(d, inner, scope, included)
        : moduleHandle(d, inner, included, () => enter(d, inner)),
    );
    return d.loop === undefined ? (all[0] ?? null) : all;
  };

  const enter = (d: Deployed, inner: Surroundings): ReadonlyMap<string, Value> => {
    const target = property(d.body, 'scope');
    const params = property(d.body, 'params');
    const at = target === undefined ? scope : scopeOf(evaluate(target, inner), scope);
    const passed = params === undefined ? {} : evaluate(params, inner);
    const path = join(dirname(file.path), d.what);
    const module = attempt<BicepFile | undefined>(path, undefined, () => {
      around.read(d.what, d.line);
      return progress.parsed(path);
    });
    if (module === undefined || !isFields(passed)) return new Map();
    if (isGroup(at) !== (module.targetScope === 'resourceGroup')) {
      faults.push({ file: file.path, line: d.line, message: `${d.what} is for a ${module.targetScope}` });
    }
    return expandFile(progress, module, passed, at);
  };

  const place = (d: Deployed, handle: ResourceHandle, inner: Surroundings): void => {
    if (d.existing || !handle.isDeployed || d.body.kind !== 'object') return;
    const said = d.body.properties.filter(
      ({ key }) => !(key.kind === 'literal' && ELSEWHERE.includes(String(key.value))),
    );
    const body = evaluate({ ...d.body, properties: said }, inner) as Fields;
    const { type, apiVersion, id, name } = handle;
    progress.resources.push({
      file: file.path,
      line: d.line,
      symbol: d.name,
      type,
      apiVersion,
      id,
      name,
      body,
    });
  };

  const deploy = (d: Deployed): void => {
    const value = lookUp(d.name, d.line);
    const handles = isList(value) ? value : [value];
    for (const [at, { inner }] of turns(d).entries()) {
      const handle = handles[at] ?? null;
      attempt(file.path, undefined, () => {
        if (is('module', handle) && handle.isDeployed) handle.outputs();
        if (is('resource', handle)) place(d, handle, inner);
      });
    }
  };

  for (const name of Object.keys(values)) {
    if (symbols.get(name)?.kind === 'param') continue;
    faults.push({ file: file.path, line: 1, message: `there is no parameter ${name}` });
  }
  for (const statement of named) {
    attempt(file.path, undefined, () => {
      if (statement.kind === 'resource' || statement.kind === 'module') deploy(statement);
      else lookUp(statement.name, statement.line);
    });
  }
  return outputsOf(file, types, around, attempt);
};

const outputsOf = (
  file: BicepFile,
  types: TypeNames,
  around: Surroundings,
  attempt: Progress['attempt'],
): ReadonlyMap<string, Value> =>
  new Map(
    file.statements.flatMap((s) => {
      if (s.kind !== 'output') return [];
      return attempt<readonly (readonly [string, Value])[]>(file.path, [], () => {
        const value = evaluate(s.value, around);
        const [first] = misfits(value, s.type, types, s.name);
        if (first !== undefined) throw new BicepError(first, s.line);
        return [[s.name, value]];
      });
    }),
  );
