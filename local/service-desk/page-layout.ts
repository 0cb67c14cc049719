import { html } from 'hono/html';
import type { Row } from './memory.ts';
import { read } from './records.ts';

/** Escaped HTML. Everything that comes from outside enters a page only through `html`. */
export type Markup = ReturnType<typeof html>;

/** Who looks at a page, and among whom they choose who they are. */
export interface Viewer {
  readonly person: Row | undefined;
  readonly people: readonly Row[];
}

/** A moment, as people read it. */
export const moment = (at: string): Markup =>
  at === '' ? html`–` : html`<time datetime="${at.replace(' ', 'T')}Z">${at} UTC</time>`;

/** A word on a coloured ground. */
export const badge = (tone: string, label: string): Markup =>
  html`<span class="badge ${tone}">${label}</span>`;

const signIn = ({ person, people }: Viewer): Markup => html`
  <form method="post" action="/sign-in" class="row">
    <label for="person">You are</label>
    <select id="person" name="person">
      <option value="">nobody</option>
      ${people.map((each) => {
        const chosen = person !== undefined && read(each, 'sys_id') === read(person, 'sys_id');
        return html`<option value="${read(each, 'sys_id')}" ${chosen ? 'selected' : ''}>
          ${read(each, 'name')} (${read(each, 'user_name')})
        </option>`;
      })}
    </select>
    <button>Sign in</button>
  </form>
`;

/** A whole page of the desk. */
export const page = (title: string, viewer: Viewer, body: Markup | Markup[]): Markup =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} – Service desk</title>
        <link rel="stylesheet" href="/style.css" />
      </head>
      <body>
        <header>
          <div><a href="/">Service desk</a>${signIn(viewer)}</div>
        </header>
        <main>
          <h1>${title}</h1>
          ${body}
        </main>
      </body>
    </html>`;

/** A page that only says why there is nothing else to see. */
export const problemPage = (title: string, viewer: Viewer, sentence: string): Markup =>
  page(title, viewer, html`<p class="alert" role="alert">${sentence}</p>`);
