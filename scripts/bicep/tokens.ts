/** A piece of a Bicep file. A text holds its parts: what is written, and the tokens of what is put in. */
export interface Token {
  readonly kind: 'name' | 'number' | 'text' | 'symbol' | 'newline' | 'end';
  /** As it is written; of a text, nothing. */
  readonly text: string;
  readonly parts: readonly (string | readonly Token[])[];
  /** The line it stands on, from 1. */
  readonly line: number;
}

/** What is written can not be read. */
export class BicepError extends Error {
  readonly line: number;
  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}

const SYMBOLS = /^(?:=>|==|!=|=~|!~|<=|>=|&&|\|\||\?\?|::|\.\.\.|[{}()[\]=<>!+\-*/%?:.,@|])/;
const KINDS = [
  ['name', /^[A-Za-z_]\w*/],
  ['number', /^\d+/],
  ['symbol', SYMBOLS],
] as const;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '\\': '\\', "'": "'", $: '$' };

/** The tokens of a Bicep file. Comments and `#` directives are left out; line ends stay, since they end statements. */
export const tokensOf = (source: string): readonly Token[] => {
  let at = 0;
  let line = 1;

  const token = (kind: Token['kind'], text: string, parts: Token['parts'] = []): Token => ({
    kind,
    text,
    parts,
    line,
  });
  const fault = (message: string): BicepError => new BicepError(message, line);

  const skipped = (): boolean => {
    const gap = /^(?:[ \t\r]+|\/\/[^\n]*|#[a-z-]+[^\n]*|\/\*[\s\S]*?\*\/)/.exec(source.slice(at));
    if (gap === null) return false;
    line += gap[0].split('\n').length - 1;
    at += gap[0].length;
    return true;
  };

  const verbatim = (): Token => {
    const end = source.indexOf("'''", at + 3);
    if (end < 0) throw fault("a ''' text has no end");
    const text = source.slice(at + 3, end).replace(/^\r?\n/, '');
    const made = token('text', '', [text]);
    line += source.slice(at, end).split('\n').length - 1;
    at = end + 3;
    return made;
  };

  const escaped = (): string => {
    const letter = source[at + 1] ?? '';
    const code = /^u\{([0-9a-fA-F]+)\}/.exec(source.slice(at + 1));
    if (code !== null) {
      at += 1 + code[0].length;
      return String.fromCodePoint(Number.parseInt(code[1] ?? '', 16));
    }
    const known = ESCAPES[letter];
    if (known === undefined) throw fault(`\\${letter} is no escape`);
    at += 2;
    return known;
  };

  const text = (): Token => {
    const parts: (string | readonly Token[])[] = [];
    let written = '';
    at += 1;
    while (source[at] !== "'") {
      if (at >= source.length || source[at] === '\n') throw fault('a text has no end on its line');
      if (source.startsWith('${', at)) {
        parts.push(written);
        written = '';
        at += 2;
        parts.push(within('}'));
        at += 1;
      } else if (source[at] === '\\') written += escaped();
      else {
        written += source[at] ?? '';
        at += 1;
      }
    }
    at += 1;
    return token('text', '', [...parts, written]);
  };

  const next = (): Token => {
    if (source[at] === '\n') {
      const made = token('newline', '\n');
      at += 1;
      line += 1;
      return made;
    }
    if (source.startsWith("'''", at)) return verbatim();
    if (source[at] === "'") return text();
    const rest = source.slice(at);
    const found = KINDS.map(([kind, pattern]) => ({ kind, text: pattern.exec(rest)?.[0] })).find(
      (candidate) => candidate.text !== undefined,
    );
    if (found?.text === undefined) throw fault(`${JSON.stringify(source[at])} is nothing in Bicep`);
    at += found.text.length;
    return token(found.kind, found.text);
  };

  /** Tokens up to the symbol that closes what was put into a text, or to the end of the file. */
  const within = (close: '}' | undefined): readonly Token[] => {
    const tokens: Token[] = [];
    let depth = 0;
    for (;;) {
      while (skipped());
      if (at >= source.length) {
        if (close !== undefined) throw fault('a text has no end');
        return [...tokens, token('end', '')];
      }
      if (close !== undefined && depth === 0 && source[at] === close) return [...tokens, token('end', '')];
      const made = next();
      if (made.text === '{') depth += 1;
      if (made.text === '}') depth -= 1;
      tokens.push(made);
    }
  };

  return within(undefined);
};
