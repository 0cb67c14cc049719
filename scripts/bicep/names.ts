import type { Fault } from './expansion.ts';
import { isFunction } from './functions.ts';
import type { BicepFile, Expression, Statement, TypeSyntax } from './syntax.ts';

/** Names that lead nowhere and names that nobody uses, whichever way the conditions go. */
export const faultsOfNames = (file: BicepFile): readonly Fault[] => {
  const faults: Fault[] = [];
  const used = new Set<string>();
  const declared = new Set(
    file.statements.filter(({ kind }) => kind !== 'output' && kind !== 'type').map(({ name }) => name),
  );
  const fault = (line: number, message: string) => faults.push({ file: file.path, line, message });

  const walk = (expression: Expression, locals: ReadonlySet<string>): void => {
    const go = (inner: Expression): void => walk(inner, locals);
    switch (expression.kind) {
      case 'literal':
        return;
      case 'name':
        if (locals.has(expression.name)) return;
        if (declared.has(expression.name)) used.add(expression.name);
        else fault(expression.line, `there is nothing called ${expression.name}`);
        return;
      case 'interpolated':
        for (const part of expression.parts) if (typeof part !== 'string') go(part);
        return;
      case 'object':
        checkKeys(expression);
        for (const { key, value } of expression.properties) [key, value].forEach(go);
        return;
      case 'array':
        expression.items.forEach(go);
        return;
      case 'member':
      case 'method':
        return go(expression.of);
      case 'index':
        return [expression.of, expression.index].forEach(go);
      case 'call':
        if (!isFunction(expression.name)) fault(expression.line, `there is no function ${expression.name}()`);
        return expression.args.forEach(go);
      case 'unary':
        return go(expression.value);
      case 'binary':
        return [expression.left, expression.right].forEach(go);
      case 'ternary':
        return [expression.test, expression.yes, expression.no].forEach(go);
      case 'lambda':
        return walk(expression.body, new Set([...locals, ...expression.parameters]));
      case 'loop': {
        go(expression.over);
        const inner = new Set([
          ...locals,
          expression.item,
          ...(expression.index === undefined ? [] : [expression.index]),
        ]);
        if (expression.when !== undefined) walk(expression.when, inner);
        walk(expression.body, inner);
      }
    }
  };

  const checkKeys = ({ properties }: Extract<Expression, { kind: 'object' }>): void => {
    const seen = new Set<unknown>();
    for (const { key, line } of properties) {
      if (key.kind !== 'literal') continue;
      if (seen.has(key.value)) fault(line, `${String(key.value)} is said twice`);
      seen.add(key.value);
    }
  };

  const imported = file.imports.flatMap(({ names }) => names);
  const types = new Set([
    ...file.statements.filter(({ kind }) => kind === 'type').map(({ name }) => name),
    ...imported,
  ]);
  for (const statement of file.statements) {
    for (const expression of expressionsOf(statement)) walk(expression, new Set());
    if ('type' in statement) {
      for (const name of namesIn(statement.type)) {
        if (types.has(name)) used.add(name);
        else if (!['string', 'int', 'bool', 'object', 'array'].includes(name))
          fault(statement.line, `there is no type ${name}`);
      }
    }
  }

  const seen = new Set(imported);
  for (const { kind, name, line } of file.statements) {
    if (kind === 'output') continue;
    if (seen.has(name)) fault(line, `${name} is declared twice`);
    seen.add(name);
  }
  for (const { names, line } of file.imports) {
    for (const name of names) if (!used.has(name)) fault(line, `nobody uses ${name}`);
  }
  for (const { kind, name, line, ...rest } of file.statements) {
    const matters =
      kind === 'output' ||
      ('decorators' in rest && rest.decorators.some((d) => d.name === 'export')) ||
      kind === 'module' ||
      (kind === 'resource' && 'existing' in rest && !rest.existing);
    if (!matters && !used.has(name)) fault(line, `nobody uses ${name}`);
  }
  return faults;
};

const expressionsOf = (statement: Statement): readonly Expression[] => {
  switch (statement.kind) {
    case 'param':
      return statement.otherwise === undefined ? [] : [statement.otherwise];
    case 'var':
    case 'output':
      return [statement.value];
    case 'type':
      return [];
    case 'resource':
    case 'module':
      if (statement.loop !== undefined) return [statement.loop];
      return statement.when === undefined ? [statement.body] : [statement.when, statement.body];
  }
};

const namesIn = (type: TypeSyntax): readonly string[] => {
  switch (type.kind) {
    case 'named':
      return [type.name];
    case 'literal':
      return [];
    case 'union':
      return type.of.flatMap(namesIn);
    case 'list':
    case 'nullable':
      return namesIn(type.of);
    case 'fields':
      return [...type.fields.values()].flatMap(namesIn);
  }
};
