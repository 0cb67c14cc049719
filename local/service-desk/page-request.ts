import { html } from 'hono/html';
import { approvalsOf } from './approvals.ts';
import { attachmentsOf } from './attachments.ts';
import { VARIABLES } from './catalog.ts';
import { approvalLabel, approvalTone, stateLabel } from './labels.ts';
import type { Row } from './memory.ts';
import { badge, moment, page, type Markup, type Viewer } from './page-layout.ts';
import { read, type Records } from './records.ts';

const userOf = (records: Records, sysId: string): string => {
  const user = records.find('sys_user', sysId);
  return user === undefined ? '–' : `${read(user, 'name')} (${read(user, 'user_name')})`;
};

const facts = (pairs: readonly (readonly [string, string | Markup])[]): Markup => html`
  <dl>
    ${pairs.map(
      ([label, value]) =>
        html`<dt>${label}</dt>
          <dd>${value === '' ? '–' : value}</dd>`,
    )}
  </dl>
`;

const summary = (records: Records, item: Row, request: Row | undefined): Markup =>
  facts([
    ['Request', request === undefined ? '' : read(request, 'number')],
    ['State', stateLabel(read(item, 'state'))],
    ['Stage', read(item, 'stage')],
    ['Approval', badge(approvalTone(read(item, 'approval')), approvalLabel(read(item, 'approval')))],
    ['Requested for', userOf(records, read(item, 'requested_for'))],
    ['Opened', moment(read(item, 'opened_at'))],
    ['Updated', moment(read(item, 'sys_updated_on'))],
    ['Correlation', read(item, 'correlation_id')],
    ['Close notes', read(item, 'close_notes')],
  ]);

const answer = (records: Records, item: Row, name: string): string => {
  const value = read(item, `variables.${name}`);
  return name === 'requested_for' && records.find('sys_user', value) ? userOf(records, value) : value;
};

const decisionForm = (approval: Row, problem: string | undefined): Markup => html`
  <section aria-labelledby="decide">
    <h2 id="decide">Your decision</h2>
    ${problem === undefined ? '' : html`<p class="alert" role="alert">${problem}</p>`}
    <form method="post" action="/approvals/${read(approval, 'sys_id')}">
      <label for="comments">Comment (needed to reject)</label>
      <textarea id="comments" name="comments"></textarea>
      <div class="row">
        <button class="main" name="decision" value="approved">Approve</button>
        <button name="decision" value="rejected">Reject</button>
      </div>
    </form>
  </section>
`;

const approvalRow = (records: Records, row: Row): Markup => html`
  <tr>
    <th scope="row">${userOf(records, read(row, 'approver'))}</th>
    <td>${badge(approvalTone(read(row, 'state')), approvalLabel(read(row, 'state')))}</td>
    <td>${read(row, 'comments')}</td>
    <td>${moment(read(row, 'sys_updated_on'))}</td>
  </tr>
`;

const approvalsTable = (records: Records, rows: readonly Row[]): Markup =>
  rows.length === 0
    ? html`<p>Nobody was asked to approve.</p>`
    : html`<table>
        <thead>
          <tr>
            ${['Approver', 'State', 'Comment', 'Updated'].map((each) => html`<th scope="col">${each}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map((row) => approvalRow(records, row))}
        </tbody>
      </table>`;

const activity = (entries: readonly Row[]): Markup =>
  entries.length === 0
    ? html`<p>Nothing has been written.</p>`
    : html`<ol>
        ${entries.map(
          (entry) =>
            html`<li>
              <span class="soft"
                >${read(entry, 'element') === 'work_notes' ? 'Work note' : 'Comment'},
                ${read(entry, 'sys_created_by')}, ${moment(read(entry, 'sys_created_on'))}</span
              >
              <p>${read(entry, 'value')}</p>
            </li>`,
        )}
      </ol>`;

const section = (title: string, id: string, body: Markup): Markup =>
  html`<section aria-labelledby="${id}">
    <h2 id="${id}">${title}</h2>
    ${body}
  </section>`;

const attachForm = (item: Row): Markup =>
  html`<form method="post" action="/requests/${read(item, 'number')}/files" enctype="multipart/form-data">
    <label>File <input type="file" name="file" required /></label>
    <button type="submit">Attach</button>
  </form>`;

/** The approval row on which this person may still decide. */
export const openApprovalOf = (records: Records, item: Row, person: Row | undefined): Row | undefined =>
  person === undefined
    ? undefined
    : approvalsOf(records, item).find(
        (row) => read(row, 'approver') === read(person, 'sys_id') && read(row, 'state') === 'requested',
      );

/** One requested item: what is asked, who decides, what was written; the decision form for who may decide. */
export const requestPage = (records: Records, item: Row, viewer: Viewer, problem?: string): Markup => {
  const mine = openApprovalOf(records, item, viewer.person);
  const files = attachmentsOf(records, item);
  const request = records.find('sc_request', read(item, 'request'));
  return page(`${read(item, 'number')}: ${read(item, 'variables.application_name')}`, viewer, [
    mine === undefined ? html`` : decisionForm(mine, problem),
    section('Summary', 'summary', summary(records, item, request)),
    section(
      'What is asked for',
      'variables',
      facts(VARIABLES.map(({ name, label }) => [label, answer(records, item, name)] as const)),
    ),
    section('Approvals', 'approvals', approvalsTable(records, approvalsOf(records, item))),
    section('Activity', 'activity', activity(records.journal(item))),
    viewer.person === undefined ? html`` : section('Attach a file', 'attach', attachForm(item)),
    files.length === 0
      ? html``
      : section(
          'Attachments',
          'attachments',
          html`<ul>
            ${files.map(
              (file) =>
                html`<li>
                  <a href="/files/${read(file, 'sys_id')}">${read(file, 'file_name')}</a>
                  (${read(file, 'size_bytes')} bytes)
                </li>`,
            )}
          </ul>`,
        ),
  ]);
};
