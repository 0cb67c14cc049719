import { readFileSync } from 'node:fs';
import { type Page, pageHeaders } from './page-headers.ts';

/** Hashes are over what a browser sees, and it turns every line end into one character. */
const source = (name: string): string =>
  readFileSync(new URL(`./link-page/${name}`, import.meta.url), 'utf8').replaceAll('\r\n', '\n');

const document = (): Page => {
  const script = source('page.js');
  const style = source('page.css');
  if (/<\/script|<!--/i.test(script) || /<\/style/i.test(style))
    throw new Error('The link page ends its own code early.');
  const html = source('page.html')
    // A function, since `$` in a replacement text has a meaning of its own.
    .replace('<!-- page.css -->', () => `<style>${style}</style>`)
    .replace('<!-- page.js -->', () => `<script type="module">${script}</script>`);
  return { html, headers: pageHeaders({ scripts: [script], styles: [style] }) };
};

const THE_PAGE = document();

/**
 * The page behind every one-hour link: the same for all, whether the link exists or not. It knows nothing of any
 * application, so that nobody who merely follows a link, such as a mail scanner, learns or spends anything.
 */
export const linkPage = (): Page => ({ html: THE_PAGE.html, headers: { ...THE_PAGE.headers } });
