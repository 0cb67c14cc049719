import { describe, expect, test } from '@jest/globals';
import ts from 'typescript';
import { HAND_IN_SCRIPTS, LANGUAGES, packed, source } from '../../lib/pages/link-page-assets.ts';
import { handInPage, linkPage } from '../../lib/pages/link-page.ts';

const { html, assets, headers } = handInPage();
const bytes = (text: string): number => Buffer.byteLength(text);
const textsOf = (tag: string) => JSON.parse(source(`hand-in-texts/${tag}.json`)) as Record<string, string>;

describe('the page by which a certificate is handed in', () => {
  test('weighs less than 30 kB with its style and all its code', () => {
    const parts = [
      html,
      ...[...assets.values()].filter(({ path }) => !path.endsWith('.json')).map(({ body }) => body),
    ];
    expect(parts.reduce((sum, part) => sum + bytes(part), 0)).toBeLessThan(30_000);
  });

  test('has the headers of the page of the link, and files at addresses of its own', () => {
    expect(headers).toEqual(linkPage().headers);
    expect([...assets.keys()].filter((path) => linkPage().assets.has(path))).toEqual([]);
    expect(html).not.toMatch(/<style|\sstyle=|\son[a-z]+=|javascript:/i);
  });

  test.each(LANGUAGES)('says everything in %s, and no markup is in it', (tag) => {
    const [english, texts] = [textsOf('en'), textsOf(tag)];
    expect(Object.keys(texts)).toEqual(Object.keys(english));
    expect(Object.values(texts).join('\n')).not.toMatch(/[<>&]/);
    const shown = [...html.matchAll(/data-t="?([\w.-]+)"?/g)].map(([, key]) => key!);
    for (const key of shown) expect(texts[key]).toBeTruthy();
  });

  test('has code that is sound by the strict rules of the compiler, and means the same when it is packed', () => {
    const file = (name: string): string =>
      new URL(`../../lib/pages/link-page/${name}`, import.meta.url).pathname;
    const program = ts.createProgram(HAND_IN_SCRIPTS.map(file), {
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
    });
    const faults = ts
      .getPreEmitDiagnostics(program)
      .map(({ messageText, file: at }) => [at?.fileName, messageText]);
    expect(faults).toEqual([]);
    const code = packed('js', source('hand-in.js'));
    const tree = (text: string) =>
      ts.transpileModule(text, { compilerOptions: { target: ts.ScriptTarget.ES2023, removeComments: true } })
        .outputText;
    expect(tree(code).replace(/\s|;/g, '')).toBe(tree(source('hand-in.js')).replace(/\s|;/g, ''));
  });
});
