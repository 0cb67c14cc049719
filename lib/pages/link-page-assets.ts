import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { assetHeaders } from './page-headers.ts';

/** A file that the page loads, at an address of its own content. */
export interface Asset {
  readonly path: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** What a browser holds the content against before it uses it. */
  readonly integrity: string;
}

/** The files beside the page. Hashes are over what is sent, so every machine has to read the same line ends. */
export const source = (name: string): string =>
  readFileSync(new URL(`./link-page/${name}`, import.meta.url), 'utf8').replaceAll('\r\n', '\n');

/** In the order in which they need each other. They are sent as one file, since each more costs a tag and a hash. */
export const SCRIPTS = [
  'words.js',
  'screen.js',
  'mailed-link.js',
  'sealed.js',
  'service.js',
  'shown-secret.js',
  'page.js',
] as const;

/** Those of the page by which a certificate is handed in. */
export const HAND_IN_SCRIPTS = [
  'words.js',
  'screen.js',
  'mailed-link.js',
  'sealed.js',
  'service.js',
  'hand-in.js',
] as const;

/** The languages that the page speaks. */
export const LANGUAGES = ['en', 'ar'] as const;

const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json; charset=utf-8',
};

/**
 * Without what is there for readers of the source: comments, indentation, spaces. Knows nothing of strings: a test holds
 * that what is left means the same.
 */
export const packed = (kind: 'html' | 'css' | 'js', code: string): string => {
  const lines = code.replace(/\s*\n\s*/g, '\n').trim();
  switch (kind) {
    case 'html':
      return (
        lines
          .replaceAll(' />', '>')
          .replace(/="([\w.-]+)"/g, '=$1')
          // White space beside these is never seen, and these end where the next thing begins.
          .replace(
            /\n(?=<\/?(?:section|[dou]l|d[dt]|div|p|li|main|form|h[1-6]|label|meta|link|script|body)\b)/g,
            '',
          )
          .replace(/<\/(?:li|d[dt]|body|html)>|<\/p>(?=<\/?(?:section|[du]l|div|p|main|form)\b)/g, '')
      );
    case 'css':
      return lines
        .replace(/\/\*[\s\S]*?\*\//g, '')
        .replace(/\s*([{};,])\s*/g, '$1')
        .replaceAll(': ', ':')
        .replaceAll(';}', '}');
    case 'js':
      return lines
        .replace(/\/\*\*[\s\S]*?\*\/ ?/g, '')
        .replace(/^\/\/.*\n/gm, '')
        .replace(/\n{2,}/g, '\n')
        .replace(/ ?(=>|[!=]==|&&|\|\||\?\?|[=?:{,;<>+*]) ?/g, '$1')
        .replaceAll(' }', '}')
        .replace(/\b(if|for) \(/g, '$1(')
        .replace(/([{([,;?:=>])\n|\n(?=[.?:])/g, '$1')
        .replaceAll(';}', '}')
        .trim();
  }
};

const hash = (text: string) => createHash('sha256').update(text);

/** One script of all: what they import from each other is above them in the same file. A test holds that no name is there twice. */
const joined = (scripts: readonly string[]): string =>
  scripts
    .map((name) =>
      packed('js', source(name))
        .replace(/^(?:import\{[^}]*\} from '\.\/[\w-]+\.js';\n?)+/, '')
        .replace(/(^|[;\n])export (?=const|let)/g, '$1'),
    )
    .join(';');

/** What one page is made of: its code in the order in which it is needed, and where its texts are. */
export interface PageParts {
  readonly scripts: readonly string[];
  readonly texts: 'texts' | 'hand-in-texts';
}

const bodyOf = (name: string, { scripts, texts }: PageParts): string => {
  const [, kind = ''] = name.split('.');
  if (kind === 'json') return JSON.stringify(JSON.parse(source(`${texts}/${name}`)));
  return kind === 'js' ? joined(scripts) : packed('css', source(name));
};

/** Every file of a page by its name. All are at addresses of one version. */
export const linkPageAssets = (
  parts: PageParts = { scripts: SCRIPTS, texts: 'texts' },
): ReadonlyMap<string, Asset> => {
  const names = ['page.css', 'page.js', ...LANGUAGES.map((tag) => `${tag}.json`)];
  const bodies = names.map((name) => [name, bodyOf(name, parts)] as const);
  const version = hash(JSON.stringify(bodies)).digest('base64url').slice(0, 8);
  return new Map(
    bodies.map(([name, body]) => [
      name,
      {
        path: `/link-page/${version}/${name}`,
        body,
        headers: assetHeaders(TYPES[name.split('.')[1] ?? ''] ?? ''),
        integrity: `sha256-${hash(body).digest('base64')}`,
      },
    ]),
  );
};
