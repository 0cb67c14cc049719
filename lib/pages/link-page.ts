import { escapeHtml } from './escape.ts';
import {
  type Asset,
  HAND_IN_SCRIPTS,
  LANGUAGES,
  linkPageAssets,
  packed,
  type PageParts,
  SCRIPTS,
  source,
} from './link-page-assets.ts';
import { pageHeaders } from './page-headers.ts';
import { VAULT_COMMANDS } from './vault-commands.ts';

/** A document with the headers that it must be served with, and the files that it loads. */
export interface LinkPage {
  readonly html: string;
  readonly headers: Record<string, string>;
  /** By path. */
  readonly assets: ReadonlyMap<string, Asset>;
}

type Texts = Readonly<Record<string, string>>;
const textsOf = (tag: string, { texts }: PageParts): Texts =>
  JSON.parse(source(`${texts}/${tag}.json`)) as Texts;

/** What a recipient may report of an opened link, in the order of its weight. */
const REPORTS = ['exposed', 'lost', 'misconfigured', 'unsure'];

const kinds = (): string =>
  REPORTS.map(
    (kind) =>
      `<label class="choice"><input type="radio" name="kind" value="${kind}"> <span><b data-t="report.${kind}"></b> <span data-t="report.${kind}.d"></span></span></label>`,
  ).join('\n');

/** Words with a hyphen apart, so that none is broken there. */
const inWords = (command: string): string =>
  escapeHtml(command).replace(/\S+-[^\s-]\S*|-\w\S*/g, '<b>$&</b>');

const vaults = (): string =>
  VAULT_COMMANDS.map(
    ({ where, command }) =>
      `<details><summary><bdi translate="no">${escapeHtml(where)}</bdi></summary><div><code dir="ltr" translate="no">${inWords(command)}</code> <button class="quiet" data-does="copyCommand" data-t="store.copy"></button></div></details>`,
  ).join('\n');

const languages = (assets: ReadonlyMap<string, Asset>, parts: PageParts): string =>
  LANGUAGES.map((tag) => {
    const { language = tag, direction = 'ltr' } = textsOf(tag, parts);
    const { path = '', integrity = '' } = assets.get(`${tag}.json`) ?? {};
    return `<li><button class="plain" lang="${tag}" dir="${direction}" data-src="${path}" data-integrity="${integrity}">${escapeHtml(language)}</button></li>`;
  }).join('\n');

/** Without JavaScript nobody chooses a language, so each says it. */
const noscript = (parts: PageParts): string =>
  LANGUAGES.map((tag) => {
    const { direction = 'ltr', noscript: text = '' } = textsOf(tag, parts);
    return `<p lang="${tag}" dir="${direction}">${escapeHtml(text)}</p>`;
  }).join('\n');

const head = (assets: ReadonlyMap<string, Asset>): string =>
  ['page.css', 'page.js']
    .map((name) => {
      const { path = '', integrity = '' } = assets.get(name) ?? {};
      return name.endsWith('.css')
        ? `<link rel="stylesheet" href="${path}" integrity="${integrity}">`
        : `<script type="module" src="${path}" integrity="${integrity}"></script>`;
    })
    .join('\n');

const document = (file: string, parts: PageParts): LinkPage => {
  const assets = linkPageAssets(parts);
  const blocks: Readonly<Record<string, () => string>> = {
    head: () => head(assets),
    languages: () => languages(assets, parts),
    noscript: () => noscript(parts),
    vaults,
    kinds,
  };
  return {
    html: packed(
      'html',
      source(file).replace(/<!-- (\w+) -->/g, (_, name: string) => blocks[name]?.() ?? ''),
    ),
    headers: pageHeaders(),
    assets: new Map([...assets.values()].map((asset) => [asset.path, asset])),
  };
};

const THE_PAGE = document('page.html', { scripts: SCRIPTS, texts: 'texts' });
const HAND_IN = document('hand-in.html', { scripts: HAND_IN_SCRIPTS, texts: 'hand-in-texts' });

/**
 * The page behind every one-hour link: the same for all, whether the link exists or not. It knows nothing of any
 * application, so that nobody who merely follows a link, such as a mail scanner, learns or spends anything.
 */
export const linkPage = (): LinkPage => ({ ...THE_PAGE, headers: { ...THE_PAGE.headers } });

/** The page by which a certificate is handed in: whoever was asked for one comes here from the page of the link. */
export const handInPage = (): LinkPage => ({ ...HAND_IN, headers: { ...HAND_IN.headers } });
