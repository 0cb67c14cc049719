import { createRequire } from 'node:module';
import type Parser from 'web-tree-sitter';
import type { Fault } from './expansion.ts';

const require = createRequire(import.meta.url);

/** Says where a text is not Bicep by the published grammar, which shares nothing with our own reading. */
export const bicepGrammar = async (): Promise<(file: string, source: string) => readonly Fault[]> => {
  const TreeSitter = require('web-tree-sitter') as typeof Parser;
  await TreeSitter.init();
  const parser = new TreeSitter();
  parser.setLanguage(
    await TreeSitter.Language.load(require.resolve('tree-sitter-bicep/tree-sitter-bicep.wasm')),
  );
  return (file, source) => {
    const tree = parser.parse(withoutExtensions(source));
    const faults = [...faultsIn(tree.rootNode)].map(({ line, message }) => ({ file, line, message }));
    tree.delete();
    return faults;
  };
};

/** `extension name` is newer than the grammar: the one line it can't read is taken for a comment. */
const withoutExtensions = (source: string): string => source.replace(/^extension (?=\w+\s*$)/gm, '// ');

function* faultsIn(node: Parser.SyntaxNode): Generator<{ line: number; message: string }> {
  if (!node.hasError) return;
  const line = node.startPosition.row + 1;
  if (node.isMissing) yield { line, message: `the grammar misses ${node.type}` };
  else if (node.type === 'ERROR')
    yield { line, message: `the grammar can not read ${JSON.stringify(node.text.slice(0, 60))}` };
  else for (const child of node.children) yield* faultsIn(child);
}
