import { type Cursor, cursorOver } from './cursor.ts';
import { condition, expression, loop } from './expressions.ts';
import type { BicepFile, Decorator, Deployed, Expression, Statement, TypeSyntax } from './syntax.ts';
import { BicepError, tokensOf } from './tokens.ts';

/**
 * Reads a Bicep file. The grammar of `tree-sitter-bicep` says whether it is Bicep at all; but its trees bind operators
 * and lambdas wrongly, so what is meant is read here. Nested resources and spread are left out: nothing here needs
 * them.
 * @throws BicepError with the line
 */
export const parseBicep = (path: string, source: string): BicepFile => {
  const at = cursorOver(tokensOf(source));
  const statements: Statement[] = [];
  const extensions: string[] = [];
  const imports: BicepFile['imports'][number][] = [];
  let targetScope: BicepFile['targetScope'] = 'resourceGroup';
  for (;;) {
    at.skipLines();
    if (at.peek().kind === 'end') return { path, targetScope, extensions, imports, statements };
    if (at.skipWord('targetScope')) {
      at.take('=');
      const scope = at.takeText();
      if (scope !== 'resourceGroup' && scope !== 'subscription') throw at.fault(`${scope} is no known scope`);
      targetScope = scope;
    } else if (at.skipWord('extension')) extensions.push(at.takeName());
    else if (at.isWord('import')) imports.push(importAt(at));
    else statements.push(statement(at));
    if (at.peek().kind !== 'newline' && at.peek().kind !== 'end') {
      throw at.fault('the end of the line is wanted');
    }
  }
};

/** `import { name, name } from 'file'` */
const importAt = (at: Cursor): BicepFile['imports'][number] => {
  const { line } = at.next();
  const names: string[] = [];
  at.take('{');
  at.skipSeparators();
  while (!at.isNext('}')) {
    names.push(at.takeName());
    at.skipSeparators();
  }
  at.take('}');
  at.takeWord('from');
  return { names, from: at.takeText(), line };
};

const statement = (at: Cursor): Statement => {
  const decorators = decoratorsAt(at);
  const { text: keyword, line } = at.next();
  switch (keyword) {
    case 'param': {
      const name = at.takeName();
      const type = typeAt(at);
      const otherwise = at.skip('=') ? expression(at) : undefined;
      return { kind: 'param', name, type, otherwise, decorators, line };
    }
    case 'var': {
      const name = at.takeName();
      at.take('=');
      return { kind: 'var', name, value: expression(at), decorators, line };
    }
    case 'output': {
      const name = at.takeName();
      const type = typeAt(at);
      at.take('=');
      return { kind: 'output', name, type, value: expression(at), decorators, line };
    }
    case 'type': {
      const name = at.takeName();
      at.take('=');
      return { kind: 'type', name, type: typeAt(at), decorators, line };
    }
    case 'resource':
    case 'module':
      return deployed(at, keyword, decorators, line);
    default:
      throw new BicepError(`${JSON.stringify(keyword)} begins no statement`, line);
  }
};

const decoratorsAt = (at: Cursor): readonly Decorator[] => {
  const decorators: Decorator[] = [];
  while (at.skip('@')) {
    const called = expression(at);
    if (called.kind !== 'call') throw at.fault('a decorator is called');
    decorators.push({ name: called.name, args: called.args });
    at.skipLines();
  }
  return decorators;
};

const deployed = (
  at: Cursor,
  kind: 'resource' | 'module',
  decorators: readonly Decorator[],
  line: number,
): Deployed => {
  const name = at.takeName();
  const what = at.takeText();
  const existing = at.skipWord('existing');
  at.take('=');
  const common = { kind, name, what, existing, decorators, line } as const;
  if (at.isLoop()) {
    const made = loop(at);
    return { ...common, loop: made, when: made.when, body: objectIn(made.body) };
  }
  const when = at.skipWord('if') ? condition(at) : undefined;
  return { ...common, loop: undefined, when, body: objectIn(expression(at)) };
};

const objectIn = (body: Expression): Expression => {
  if (body.kind !== 'object') throw new BicepError('a body in braces is wanted', body.line);
  return body;
};

const typeAt = (at: Cursor): TypeSyntax => {
  const first = singleType(at);
  if (!at.isNextAfterLines('|')) return first;
  const of = [first];
  while (at.isNextAfterLines('|')) {
    at.skipLines();
    at.take('|');
    at.skipLines();
    of.push(singleType(at));
  }
  return { kind: 'union', of };
};

const singleType = (at: Cursor): TypeSyntax => {
  let type = plainType(at);
  for (;;) {
    if (at.isNext('[')) {
      at.take('[');
      at.take(']');
      type = { kind: 'list', of: type };
    } else if (at.skip('?')) type = { kind: 'nullable', of: type };
    else return type;
  }
};

const plainType = (at: Cursor): TypeSyntax => {
  const { kind, text } = at.peek();
  if (kind === 'text') return { kind: 'literal', value: at.takeText() };
  if (kind === 'number') return { kind: 'literal', value: Number(at.next().text) };
  if (kind === 'name') {
    at.next();
    return text === 'true' || text === 'false'
      ? { kind: 'literal', value: text === 'true' }
      : { kind: 'named', name: text };
  }
  if (at.skip('(')) {
    const inner = typeAt(at);
    at.take(')');
    return inner;
  }
  return fieldsAt(at);
};

const fieldsAt = (at: Cursor): TypeSyntax => {
  const fields = new Map<string, TypeSyntax>();
  at.take('{');
  at.skipSeparators();
  while (!at.isNext('}')) {
    decoratorsAt(at);
    const name = at.peek().kind === 'text' ? at.takeText() : at.takeName();
    at.take(':');
    fields.set(name, typeAt(at));
    if (!at.isNext('}')) at.takeSeparator();
  }
  at.take('}');
  return { kind: 'fields', fields };
};
