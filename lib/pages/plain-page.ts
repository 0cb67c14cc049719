import { readFileSync } from 'node:fs';
import { escapeHtml } from './escape.ts';
import { type Page, pageHeaders } from './page-headers.ts';

/** A page that only says something. */
export interface PlainPage {
  readonly title: string;
  /** What happened, and what to do now. */
  readonly paragraphs: readonly string[];
}

/** It looks like the link page, so that people know where they are. */
const STYLE = readFileSync(new URL('./link-page/page.css', import.meta.url), 'utf8').replaceAll('\r\n', '\n');

/** Words for a person who came to an address that has nothing else for them. */
export const plainPage = ({ title, paragraphs }: PlainPage): Page => ({
  html: `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>${escapeHtml(title)} – Expiry Monitor</title>
    <style>${STYLE}</style>
  </head>
  <body>
    <main>
      <h1 class="title">${escapeHtml(title)}</h1>
      ${paragraphs.map((text) => `<p>${escapeHtml(text)}</p>`).join('\n      ')}
    </main>
  </body>
</html>
`,
  headers: pageHeaders({ scripts: [], styles: [STYLE] }),
});
