import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { forbidden, misfits, type TypeNames } from './bicep-types.ts';
import { evaluate, isTrue, loopItems, type Surroundings } from './evaluate.ts';
import { parseBicep } from './parse.ts';
import { moduleHandle, resourceHandle } from './handles.ts';
import type { BicepFile, Deployed, Expression, Statement } from './syntax.ts';
import { BicepError } from './tokens.ts';
import {
  type Fields,
  is,
  isFields,
  isList,
  KIND,
  type ResourceHandle,
  type Scope,
  type Value,
} from './values.ts';

/** A resource as it would be sent to Azure. */
export interface ExpandedResource {
  readonly file: string;
  readonly line: number;
  /** What the file calls it. */
  readonly symbol: string;
  readonly type: string;
  readonly apiVersion: string;
  readonly id: string;
  readonly name: string;
  /** All that is said about it, save where it belongs. */
  readonly body: Fields;
}

/** Something that is wrong in a Bicep file. */
export interface Fault {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** A property that a file reads of a deployed resource. */
export interface Read extends Fault {
  readonly type: string;
  readonly path: readonly string[];
}

/** What would be deployed. */
export interface Expansion {
  readonly resources: readonly ExpandedResource[];
  readonly outputs: ReadonlyMap<string, Value>;
  readonly reads: readonly Read[];
  readonly faults: readonly Fault[];
}

/** Where a file is read from: the disk, or a test's own. */
export type ReadFile = (path: string) => string;
const fromDisk: ReadFile = (path) => readFileSync(path, 'utf8');

const SUBSCRIPTION = '/subscriptions/00000000-0000-4000-8000-000000000001';
const TENANT = '00000000-0000-4000-8000-00000000000a';
const GROUP = 'rg-expiry-monitor';

/** A resource group as Bicep sees it. */
const groupScope = (name: string, subscription = SUBSCRIPTION): Scope => ({
  [KIND]: 'scope',
  id: `${subscription}/resourceGroups/${name}`,
  properties: { name, location: 'westeurope' },
});
const subscriptionScope = (id = SUBSCRIPTION): Scope => ({
  [KIND]: 'scope',
  id,
  properties: { subscriptionId: id.split('/')[2] ?? '', tenantId: TENANT, displayName: 'subscription' },
});

/**
 * What a Bicep file would deploy with these parameters: every loop gone through, every condition decided, every module
 * entered. Values that exist only after the deployment stay open. Faults of the files and of the parameters are all
 * collected, each file's as far as it can be gone through.
 */
export const expandBicep = (path: string, given: Fields, readFile: ReadFile = fromDisk): Expansion => {
  const found = { resources: [] as ExpandedResource[], reads: [] as Read[], faults: [] as Fault[] };
  const sources = new Map<string, BicepFile>();
  const parsed = (file: string): BicepFile => {
    const known = sources.get(file) ?? parseBicep(file, readFile(file));
    sources.set(file, known);
    return known;
  };

  const attempt = <T>(file: string, otherwise: T, run: () => T): T => {
    try {
      return run();
    } catch (error) {
      if (!(error instanceof BicepError)) throw error;
      const fault = { file, line: error.line, message: error.message };
      if (!found.faults.some((f) => JSON.stringify(f) === JSON.stringify(fault))) found.faults.push(fault);
      return otherwise;
    }
  };

  /** The types that a file declares or imports. */
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

  /** Expands one file at one place; its outputs are evaluated when they are asked for. */
  const enter = (file: BicepFile, values: Fields, scope: Scope, line: number): ReadonlyMap<string, Value> => {
    const symbols = new Map(
      file.statements.filter(({ kind }) => kind !== 'output' && kind !== 'type').map((s) => [s.name, s]),
    );
    const types = typesOf(file);
    const known = new Map<string, Value>();
    const under = new Set<string>();

    for (const name of Object.keys(values)) {
      if (symbols.get(name)?.kind !== 'param')
        found.faults.push({ file: file.path, line, message: `there is no parameter ${name}` });
    }

    const lookUp = (name: string, at: number): Value => {
      const before = known.get(name);
      if (before !== undefined) return before;
      const statement = symbols.get(name);
      if (statement === undefined) throw new BicepError(`there is nothing called ${name}`, at);
      if (under.has(name)) throw new BicepError(`${name} needs itself`, at);
      under.add(name);
      const made = valueOf(statement, at);
      under.delete(name);
      known.set(name, made);
      return made;
    };

    const around: Surroundings = {
      lookUp,
      read: (relative, at) => {
        try {
          return readFile(join(dirname(file.path), relative));
        } catch {
          throw new BicepError(`${relative} can not be read`, at);
        }
      },
      scopeNamed: (kind, args) => {
        const [first, second] = args;
        if (kind === 'tenant') return { [KIND]: 'scope', id: '/', properties: { tenantId: TENANT } };
        if (kind === 'subscription')
          return subscriptionScope(typeof first === 'string' ? `/subscriptions/${first}` : undefined);
        if (typeof first === 'string' && typeof second === 'string')
          return groupScope(second, `/subscriptions/${first}`);
        if (typeof first === 'string') return groupScope(first);
        return groupScope(scope.properties['name'] ?? GROUP);
      },
      onRead: (type, path, at) => found.reads.push({ file: file.path, line: at, message: '', type, path }),
    };

    const valueOf = (statement: Statement, at: number): Value => {
      switch (statement.kind) {
        case 'param': {
          const set = values[statement.name];
          const value =
            set ?? (statement.otherwise === undefined ? null : evaluate(statement.otherwise, around));
          if (set === undefined && statement.otherwise === undefined && statement.type.kind !== 'nullable') {
            throw new BicepError(`the parameter ${statement.name} is not given`, statement.line);
          }
          const [first] = [
            ...misfits(value, statement.type, types, statement.name),
            ...forbidden(value, statement),
          ];
          if (first !== undefined) throw new BicepError(first, statement.line);
          return value;
        }
        case 'var':
          return evaluate(statement.value, around);
        case 'resource':
        case 'module':
          return handlesOf(statement);
        case 'output':
        case 'type':
          throw new BicepError(`${statement.name} is no value`, at);
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
          : moduleHandle(d, inner, included, () => entered(d, inner)),
      );
      return d.loop === undefined ? (all[0] ?? null) : all;
    };

    const entered = (d: Deployed, inner: Surroundings): ReadonlyMap<string, Value> => {
      const path = join(dirname(file.path), d.what);
      const target = property(d.body, 'scope');
      const to = target === undefined ? scope : evaluate(target, inner);
      const params = property(d.body, 'params');
      const passed = params === undefined ? {} : evaluate(params, inner);
      const known = [to, passed] as const;
      const module = attempt(path, undefined, () => {
        try {
          return parsed(path);
        } catch (error) {
          if (error instanceof BicepError) throw error;
          throw new BicepError(`${d.what} can not be read`, d.line);
        }
      });
      if (module === undefined || !isFields(known[1])) return new Map();
      const at = is('resource', to) ? groupScope(to.name) : is('scope', to) ? to : scope;
      const isGroup = at.id.includes('/resourceGroups/');
      if (isGroup !== (module.targetScope === 'resourceGroup')) {
        found.faults.push({
          file: file.path,
          line: d.line,
          message: `${d.what} is for a ${module.targetScope}`,
        });
      }
      return enter(module, known[1], at, module.statements[0]?.line ?? 1);
    };

    const place = (d: Deployed, handle: ResourceHandle, inner: Surroundings): void => {
      if (d.existing || !handle.isDeployed || d.body.kind !== 'object') return;
      const said = d.body.properties.filter(
        ({ key }) => !(key.kind === 'literal' && ELSEWHERE.includes(String(key.value))),
      );
      const body = evaluate({ ...d.body, properties: said }, inner) as Fields;
      const { type, apiVersion, id, name } = handle;
      found.resources.push({
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

    for (const statement of file.statements) {
      attempt(file.path, undefined, () => {
        if (statement.kind === 'output' || statement.kind === 'type') return;
        const value = lookUp(statement.name, statement.line);
        if (statement.kind !== 'resource' && statement.kind !== 'module') return;
        const handles = isList(value) ? value : [value];
        turns(statement).forEach(({ inner }, at) => {
          const handle = handles[at] ?? null;
          attempt(file.path, undefined, () => {
            if (is('module', handle) && handle.isDeployed) handle.outputs();
            if (is('resource', handle)) place(statement, handle, inner);
          });
        });
      });
    }
    return new Map(
      file.statements.flatMap((s) => {
        if (s.kind !== 'output') return [];
        return attempt(file.path, [], () => {
          const value = evaluate(s.value, around);
          const [first] = misfits(value, s.type, types, s.name);
          if (first !== undefined) throw new BicepError(first, s.line);
          return [[s.name, value] as const];
        });
      }),
    );
  };

  const main = attempt(path, undefined, () => parsed(path));
  if (main === undefined) return { ...found, outputs: new Map() };
  const outputs = enter(
    main,
    given,
    main.targetScope === 'subscription' ? subscriptionScope() : groupScope(GROUP),
    1,
  );
  return { ...found, outputs };
};

/** Where a resource belongs is in its id. */
const ELSEWHERE = ['name', 'parent', 'scope', 'dependsOn'];

/** A property of a body as it is written. */
export const property = (body: Expression, name: string): Expression | undefined =>
  body.kind === 'object'
    ? body.properties.find(({ key }) => key.kind === 'literal' && key.value === name)?.value
    : undefined;
