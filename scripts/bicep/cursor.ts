import { BicepError, type Token } from './tokens.ts';

/** A place among tokens that moves on as they are taken. */
export type Cursor = ReturnType<typeof cursorOver>;

export const cursorOver = (tokens: readonly Token[]) => {
  let at = 0;
  const END: Token = { kind: 'end', text: '', parts: [], line: tokens.at(-1)?.line ?? 1 };

  const peek = (ahead = 0): Token => tokens[at + ahead] ?? END;
  const next = (): Token => {
    const token = peek();
    at += 1;
    return token;
  };
  const fault = (message: string): BicepError => {
    const { kind, text, line } = peek();
    const found = kind === 'newline' ? 'the end of the line' : kind === 'end' ? 'the end' : text || 'a text';
    return new BicepError(`${message}, not ${found}`, line);
  };
  const isNext = (text: string): boolean => peek().kind === 'symbol' && peek().text === text;
  const isWord = (text: string): boolean => peek().kind === 'name' && peek().text === text;
  const skipIf = (is: boolean): boolean => {
    if (is) at += 1;
    return is;
  };
  const skipLines = (): void => {
    while (peek().kind === 'newline') at += 1;
  };
  const take = (text: string): void => {
    if (!skipIf(isNext(text))) throw fault(`"${text}" is wanted`);
  };
  const takeName = (): string => {
    if (peek().kind !== 'name') throw fault('a name is wanted');
    return next().text;
  };
  const skipSeparators = (): void => {
    while (peek().kind === 'newline' || isNext(',')) at += 1;
  };

  return {
    peek,
    next,
    fault,
    isNext,
    isWord,
    skipLines,
    skipSeparators,
    take,
    takeName,
    skip: (text: string) => skipIf(isNext(text)),
    skipWord: (text: string) => skipIf(isWord(text)),
    takeWord: (text: string): void => {
      if (!skipIf(isWord(text))) throw fault(`"${text}" is wanted`);
    },
    takeText: (): string => {
      const { kind, parts } = peek();
      const [only] = parts;
      if (kind !== 'text' || parts.length !== 1 || typeof only !== 'string')
        throw fault('a plain text is wanted');
      next();
      return only;
    },
    takeEnd: (): void => {
      skipLines();
      if (peek().kind !== 'end') throw fault('nothing more is wanted');
    },
    /** A comma or the end of the line. */
    takeSeparator: (): void => {
      if (peek().kind !== 'newline' && !isNext(',')) throw fault('a comma or the end of the line is wanted');
      skipSeparators();
    },
    /** Whether a symbol comes next, be it on a line further down. */
    isNextAfterLines: (text: string): boolean => {
      let ahead = 0;
      while (peek(ahead).kind === 'newline') ahead += 1;
      return peek(ahead).kind === 'symbol' && peek(ahead).text === text;
    },
    /** Whether `[for` stands here. */
    isLoop: (): boolean => {
      let ahead = 1;
      while (peek(ahead).kind === 'newline') ahead += 1;
      return isNext('[') && peek(ahead).kind === 'name' && peek(ahead).text === 'for';
    },
    /** The names in `(a, b) =>`, if that is what stands here. */
    lambdaParameters: (): readonly string[] | undefined => {
      const names: string[] = [];
      let ahead = 1;
      while (peek(ahead).kind === 'name') {
        names.push(peek(ahead).text);
        ahead += peek(ahead + 1).text === ',' ? 2 : 1;
      }
      if (peek(ahead).text !== ')' || peek(ahead + 1).text !== '=>') return undefined;
      at += ahead + 2;
      return names;
    },
  };
};
