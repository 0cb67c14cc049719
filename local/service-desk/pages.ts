import { Hono, type Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { applyDecision, type OnDecided } from './approvals.ts';
import { attach } from './attachments.ts';
import type { Memory, Row } from './memory.ts';
import { problemPage, type Viewer } from './page-layout.ts';
import { listPage } from './page-list.ts';
import { openApprovalOf, requestPage } from './page-request.ts';
import { STYLE } from './page-style.ts';
import { read, type Records } from './records.ts';

// Browsers share cookies between all ports of a host: the name says whose it is.
const COOKIE = 'service-desk-person';

// Hostile names and comments are escaped; should one slip through, the browser still runs none of it.
const POLICY =
  "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** The desk as people see it. Signing in is choosing who one is: there is nothing here to protect. */
export const pages = (records: Records, memory: Memory, onDecided: OnDecided): Hono => {
  const { state } = memory;
  const app = new Hono();

  const viewer = (c: Context): Viewer => ({
    person: records.find('sys_user', getCookie(c, COOKIE) ?? ''),
    people: records
      .all('sys_user')
      .filter((user) => read(user, 'active') === 'true' && read(user, 'email') !== '')
      .toSorted((a, b) => read(a, 'name').localeCompare(read(b, 'name'))),
  });

  const itemNumbered = (number: string): Row | undefined => {
    const request = records.all('sc_request').find((row) => read(row, 'number') === number);
    const sought =
      request === undefined
        ? (item: Row) => read(item, 'number') === number
        : (item: Row) => read(item, 'request') === read(request, 'sys_id');
    return records.all('sc_req_item').find(sought);
  };

  const missing = (c: Context) =>
    c.html(
      problemPage('Not found', viewer(c), 'There is no such request, or it is still being prepared.'),
      404,
    );

  app.use(async (c, next) => {
    await next();
    c.header('content-security-policy', POLICY);
    c.header('x-content-type-options', 'nosniff');
    c.header('cache-control', 'no-store');
  });

  app.get('/style.css', (c) => c.body(STYLE, 200, { 'content-type': 'text/css; charset=utf-8' }));

  app.get('/', (c) => {
    const preparing = state.preparing
      .map(({ requestId }) => records.find('sc_request', requestId))
      .map((request) => (request === undefined ? '' : read(request, 'number')));
    return c.html(listPage(records, viewer(c), preparing, Number(c.req.query('page') ?? 1) || 1));
  });

  app.get('/requests/:number', (c) => {
    const item = itemNumbered(c.req.param('number'));
    return item === undefined ? missing(c) : c.html(requestPage(records, item, viewer(c)));
  });

  app.post('/sign-in', async (c) => {
    const { person } = await c.req.parseBody();
    const known = typeof person === 'string' && records.find('sys_user', person) !== undefined;
    if (known) setCookie(c, COOKIE, person, { httpOnly: true, sameSite: 'Strict', path: '/' });
    else deleteCookie(c, COOKIE, { path: '/' });
    return c.redirect(ownPath(c.req.header('referer')), 303);
  });

  app.post('/approvals/:sysId', async (c) => {
    const who = viewer(c);
    const row = records.find('sysapproval_approver', c.req.param('sysId'));
    const item = row === undefined ? undefined : records.find('sc_req_item', read(row, 'sysapproval'));
    if (row === undefined || item === undefined) return missing(c);
    if (openApprovalOf(records, item, who.person) !== row) {
      const sentence = 'This decision is not yours to make, or it has been made.';
      return c.html(problemPage('Not allowed', who, sentence), 403);
    }
    const form = await c.req.parseBody();
    const decision = form['decision'];
    const comments = typeof form['comments'] === 'string' ? form['comments'].trim() : '';
    if (decision !== 'approved' && decision !== 'rejected') {
      return c.html(requestPage(records, item, who, 'Choose Approve or Reject.'), 400);
    }
    if (decision === 'rejected' && comments === '') {
      return c.html(requestPage(records, item, who, 'Say in the comment why you reject this.'), 400);
    }
    const by = who.person === undefined ? '' : read(who.person, 'user_name');
    records.change('sysapproval_approver', row, { state: decision, comments }, by);
    applyDecision(records, row, onDecided);
    return c.redirect(`/requests/${read(item, 'number')}`, 303);
  });

  app.post('/requests/:number/files', async (c) => {
    const item = itemNumbered(c.req.param('number'));
    const { person } = viewer(c);
    if (item === undefined || person === undefined) return missing(c);
    const { file } = await c.req.parseBody();
    if (!(file instanceof File) || file.name === '')
      return c.html(requestPage(records, item, viewer(c), 'Choose a file.'), 400);
    const bytes = Buffer.from(await file.arrayBuffer());
    const place = { table: 'sc_req_item', sysId: read(item, 'sys_id') };
    const what = { ...place, name: file.name, type: file.type || 'application/octet-stream', bytes };
    attach(records, memory, what, read(person, 'user_name'));
    return c.redirect(`/requests/${read(item, 'number')}`, 303);
  });

  app.get('/files/:sysId', (c) => {
    const file = records.find('sys_attachment', c.req.param('sysId'));
    if (file === undefined) return missing(c);
    const name = encodeURIComponent(read(file, 'file_name'));
    return c.body(Buffer.from(state.files[read(file, 'sys_id')] ?? '', 'base64'), 200, {
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename*=UTF-8''${name}`,
    });
  });
  return app;
};

/** Where someone came from, if that was here: only the path counts. */
const ownPath = (referer: string | undefined): string => {
  if (referer === undefined || !URL.canParse(referer)) return '/';
  const { pathname } = new URL(referer);
  return pathname.startsWith('/requests/') ? pathname : '/';
};
