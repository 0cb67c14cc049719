import { describe, expect, test } from '@jest/globals';
import ts from 'typescript';
import { linkPage } from '../../lib/pages/link-page.ts';
import { packed, SCRIPTS, source } from '../../lib/pages/link-page-assets.ts';

const file = (name: string): string => new URL(`../../lib/pages/link-page/${name}`, import.meta.url).pathname;

/** The tree of a piece of code with its names, strings and numbers: the same for code that means the same. */
const meaning = (code: string): readonly string[] => {
  const tree = ts.createSourceFile('page.js', code, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS);
  const walk = (node: ts.Node): readonly string[] => {
    const children: string[] = [];
    ts.forEachChild(node, (child) => void children.push(...walk(child)));
    const text = children.length === 0 ? node.getText(tree).replace(/;$/, '') : '';
    return [`${ts.SyntaxKind[node.kind]} ${text}`, ...children, 'end'];
  };
  return walk(tree);
};

describe('the code of the link page', () => {
  test('is sound by the strict rules of the compiler', () => {
    const program = ts.createProgram(
      SCRIPTS.map((name) => file(name)),
      {
        allowJs: true,
        checkJs: true,
        strict: true,
        noUncheckedIndexedAccess: true,
        noUnusedLocals: true,
        noUnusedParameters: true,
        noEmit: true,
        skipLibCheck: true,
        types: [],
        target: ts.ScriptTarget.ES2023,
        module: ts.ModuleKind.ESNext,
        moduleResolution: ts.ModuleResolutionKind.Bundler,
        lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
      },
    );
    const faults = ts
      .getPreEmitDiagnostics(program)
      .map(({ messageText, file: at }) => [at?.fileName, messageText]);
    expect(faults).toEqual([]);
  });

  test.each(SCRIPTS)('%s means the same when it is packed', (name) => {
    expect(meaning(packed('js', source(name)))).toEqual(meaning(source(name)));
  });

  test('is one file when it is sent, in which every name is declared once', () => {
    const sent = [...linkPage().assets.values()].filter(({ path }) => path.endsWith('.js'));
    expect(sent.map(({ path }) => path.split('/').at(-1))).toEqual(['page.js']);
    const code = sent[0]?.body ?? '';
    expect(code).not.toMatch(/\b(?:import|export)\b/);
    const tree = ts.createSourceFile('page.js', code, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS);
    const declared: string[] = [];
    for (const statement of tree.statements) {
      if (!ts.isVariableStatement(statement)) continue;
      for (const { name } of statement.declarationList.declarations)
        if (ts.isIdentifier(name)) declared.push(name.text);
        else
          for (const element of name.elements) declared.push(element.getText(tree).split(':').at(-1) ?? '');
    }
    expect(declared).toHaveLength(new Set(declared).size);
    expect(declared.length).toBeGreaterThan(50);
  });

  test('comes in an order in which each file finds what it needs above it', () => {
    for (const [index, name] of SCRIPTS.entries()) {
      const needed = [...source(name).matchAll(/from '\.\/([^']+)'/g)].map(([, needs]) => needs!);
      for (const each of needed) expect(SCRIPTS.slice(0, index)).toContain(each);
    }
  });

  test('makes no markup of any text, and asks nobody but its own host', () => {
    const all = SCRIPTS.map(source).join('\n');
    expect(all).not.toMatch(
      /innerHTML|outerHTML|insertAdjacent|document\.write|DOMParser|eval\(|new Function/,
    );
    expect(all).not.toMatch(
      /localStorage|indexedDB|document\.cookie|XMLHttpRequest|WebSocket|sendBeacon|import\(/,
    );
    expect(all.match(/\bfetch\(/g)).toHaveLength(2);
  });

  test('keeps something in the tab only for the way to the sign-in and back', () => {
    const keeping = SCRIPTS.filter((name) => source(name).includes('sessionStorage'));
    expect(keeping).toEqual(['mailed-link.js']);
    expect(source('mailed-link.js').match(/sessionStorage\.setItem/g)).toHaveLength(1);
  });
});
