/** A piece of a SQL expression and where it starts, counted from 1 as a person would. */
export interface Token {
  readonly kind: 'name' | 'quoted-name' | 'text' | 'number' | 'symbol' | 'end';
  /** Names as written, texts without their quotes. */
  readonly value: string;
  readonly position: number;
}

/** A SQL filter that can't be understood: the message says what is wrong and where. */
export class FilterSyntaxError extends Error {
  readonly position: number;
  constructor(reason: string, position: number) {
    super(`The filter is not valid at position ${position}: ${reason}`);
    this.name = 'FilterSyntaxError';
    this.position = position;
  }
}

const PATTERNS: readonly (readonly [Token['kind'], RegExp])[] = [
  ['number', /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y],
  ['name', /[A-Za-z_][A-Za-z0-9_]*/y],
  ['quoted-name', /\[(?:[^\]]|\]\])+\]|"(?:[^"]|"")+"/y],
  ['text', /'(?:[^']|'')*'/y],
  ['symbol', /<>|!=|<=|>=|[=<>(),.+\-*/%]/y],
];

/** Cuts an expression into tokens, the last of which is the end. */
export const tokenize = (sql: string): readonly Token[] => {
  const tokens: Token[] = [];
  let offset = 0;
  while (offset < sql.length) {
    if (/\s/.test(sql[offset] ?? '')) {
      offset += 1;
      continue;
    }
    const [kind, text] = match(sql, offset);
    tokens.push({ kind, value: unquote(kind, text), position: offset + 1 });
    offset += text.length;
  }
  return [...tokens, { kind: 'end', value: '', position: sql.length + 1 }];
};

const match = (sql: string, offset: number): readonly [Token['kind'], string] => {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = offset;
    const found = pattern.exec(sql)?.[0];
    if (found !== undefined) return [kind, found];
  }
  const start = sql[offset] ?? '';
  const unclosed = start === "'" || start === '"' || start === '[';
  throw new FilterSyntaxError(unclosed ? `${start} is never closed.` : `unexpected ${start}`, offset + 1);
};

const unquote = (kind: Token['kind'], text: string): string => {
  const inner = text.slice(1, -1);
  if (kind === 'text') return inner.replaceAll("''", "'");
  if (kind !== 'quoted-name') return text;
  return text.startsWith('[') ? inner.replaceAll(']]', ']') : inner.replaceAll('""', '"');
};
