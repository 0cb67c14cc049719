import { Hono } from 'hono';
import { html } from 'hono/html';
import type { Inbox, Mail } from './inbox.ts';
import { STYLE } from './page-style.ts';

type Markup = ReturnType<typeof html>;

// A mail is hostile: its HTML lives in a frame that runs no scripts, and may only open links in a new window. Its own
// inline styles are allowed, which is why the policy allows them here.
const POLICY = [
  "default-src 'none'",
  "style-src 'self' 'unsafe-inline'",
  'img-src data:',
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const page = (title: string, body: Markup | Markup[]): Markup =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} – Mail</title>
        <link rel="stylesheet" href="/style.css" />
      </head>
      <body>
        <header>
          <div><a href="/">Mail</a></div>
        </header>
        <main>
          <h1>${title}</h1>
          ${body}
        </main>
      </body>
    </html>`;

const moment = (at: string): Markup =>
  html`<time datetime="${at}">${at.slice(0, 19).replace('T', ' ')} UTC</time>`;

const linked = (text: string): Markup[] =>
  text
    .split(/(https?:\/\/[^\s<>"]+)/i)
    .map((piece, at) =>
      at % 2 === 1
        ? html`<a href="${piece}" target="_blank" rel="noopener noreferrer">${piece}</a>`
        : html`${piece}`,
    );

const listPage = (inbox: Inbox, to: string | undefined): Markup => {
  const mails = inbox.arrived(to).toReversed();
  const people = [...new Set(inbox.arrived().map((mail) => mail.to.toLowerCase()))].toSorted();
  return page('Inbox', [
    html`<form method="get" action="/">
      <label for="to">Recipient</label>
      <select id="to" name="to">
        <option value="">everyone</option>
        ${people.map(
          (each) =>
            html`<option value="${each}" ${each === to?.toLowerCase() ? 'selected' : ''}>${each}</option>`,
        )}
      </select>
      <button>Show</button>
    </form>`,
    mails.length === 0
      ? html`<p>There is no mail.</p>`
      : html`<ul class="mails">
          ${mails.map(
            (mail) =>
              html`<li>
                <a href="/messages/${mail.id}">${mail.subject}</a>
                <p class="soft">To ${mail.to}, ${moment(mail.receivedAt)}</p>
              </li>`,
          )}
        </ul>`,
  ]);
};

const mailPage = (mail: Mail): Markup =>
  page(mail.subject, [
    html`<section aria-label="Envelope">
      <dl>
        <dt>To</dt>
        <dd>${mail.to}</dd>
        <dt>From</dt>
        <dd>${mail.fromName} &lt;${mail.from}&gt;</dd>
        <dt>Received</dt>
        <dd>${moment(mail.receivedAt)}</dd>
        ${mail.attachments.map(
          ({ filename }) =>
            html`<dt>Attachment</dt>
              <dd>${filename}</dd>`,
        )}
      </dl>
    </section>`,
    mail.html === ''
      ? html``
      : html`<section aria-labelledby="formatted">
          <h2 id="formatted">Message</h2>
          <iframe
            title="Message"
            sandbox="allow-popups allow-popups-to-escape-sandbox"
            srcdoc="${`<base target="_blank">${mail.html}`}"
          ></iframe>
        </section>`,
    mail.text === ''
      ? html``
      : html`<section aria-labelledby="plain">
          <h2 id="plain">Text</h2>
          <pre>${linked(mail.text)}</pre>
        </section>`,
  ]);

/** The inbox: pages for people, and `GET /messages.json[?to=]` for whoever reads mail by program. */
export const pages = (inbox: Inbox): Hono => {
  const app = new Hono();
  app.use(async (c, next) => {
    await next();
    c.header('content-security-policy', POLICY);
    c.header('x-content-type-options', 'nosniff');
    c.header('referrer-policy', 'no-referrer');
    c.header('cache-control', 'no-store');
  });
  app.get('/style.css', (c) => c.body(STYLE, 200, { 'content-type': 'text/css; charset=utf-8' }));
  app.get('/messages.json', (c) => c.json(inbox.arrived(c.req.query('to'))));
  app.get('/', (c) => {
    const to = c.req.query('to') ?? '';
    return c.html(listPage(inbox, to === '' ? undefined : to));
  });
  app.get('/messages/:id', (c) => {
    const mail = inbox.find(c.req.param('id'));
    return mail === undefined
      ? c.html(page('Not found', html`<p>There is no such mail.</p>`), 404)
      : c.html(mailPage(mail));
  });
  return app;
};
