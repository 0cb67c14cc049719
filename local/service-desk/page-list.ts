import { html } from 'hono/html';
import { approvalLabel, approvalTone, stateLabel } from './labels.ts';
import type { Row } from './memory.ts';
import { badge, moment, page, type Markup, type Viewer } from './page-layout.ts';
import { read, type Records } from './records.ts';

const PAGE_SIZE = 50;

const nameOf = (records: Records, sysId: string): string => {
  const user = records.find('sys_user', sysId);
  return user === undefined ? '–' : read(user, 'name');
};

const itemRow = (records: Records, item: Row): Markup => html`
  <tr>
    <th scope="row"><a href="/requests/${read(item, 'number')}">${read(item, 'number')}</a></th>
    <td>${read(item, 'variables.application_name')}</td>
    <td>${read(item, 'variables.environment')}</td>
    <td>${read(item, 'variables.update_kind')}</td>
    <td>${nameOf(records, read(item, 'requested_for'))}</td>
    <td>${badge(approvalTone(read(item, 'approval')), approvalLabel(read(item, 'approval')))}</td>
    <td>${stateLabel(read(item, 'state'))}</td>
    <td>${moment(read(item, 'opened_at'))}</td>
  </tr>
`;

const preparingNote = (numbers: readonly string[]): Markup =>
  numbers.length === 0 ? html`` : html`<p class="note">Still being prepared: ${numbers.join(', ')}</p>`;

/** All requested items, the newest first. */
export const listPage = (
  records: Records,
  viewer: Viewer,
  preparing: readonly string[],
  wantedPage: number,
): Markup => {
  const items = records.all('sc_req_item').toReversed();
  const pages = Math.max(1, Math.ceil(items.length / PAGE_SIZE));
  const current = Math.min(Math.max(1, wantedPage), pages);
  const shown = items.slice((current - 1) * PAGE_SIZE, current * PAGE_SIZE);
  const columns = [
    'Number',
    'Application',
    'Environment',
    'Update',
    'Requested for',
    'Approval',
    'State',
    'Opened',
  ];
  return page('Requests', viewer, [
    preparingNote(preparing),
    shown.length === 0
      ? html`<p>There are no requests.</p>`
      : html`<div class="wide" role="region" aria-label="Requests" tabindex="0">
          <table>
            <thead>
              <tr>
                ${columns.map((column) => html`<th scope="col">${column}</th>`)}
              </tr>
            </thead>
            <tbody>
              ${shown.map((item) => itemRow(records, item))}
            </tbody>
          </table>
        </div>`,
    pages === 1
      ? html``
      : html`<nav class="row" aria-label="Pages">
          ${current > 1 ? html`<a href="/?page=${current - 1}">Newer</a>` : ''}
          <span>Page ${current} of ${pages}</span>
          ${current < pages ? html`<a href="/?page=${current + 1}">Older</a>` : ''}
        </nav>`,
  ]);
};
