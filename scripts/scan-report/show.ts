import { escapeHtml } from '../../lib/pages/escape.ts';
import { plainName } from '../../lib/pages/plain-name.ts';
import type { Report } from './read.ts';

const summary = (report: Report): readonly string[] =>
  report.sources.map(
    ({ source, coverage, credentials, subjects, unread }) =>
      `${source}: ${credentials} credentials of ${subjects} subjects, ${coverage}` +
      (unread.length === 0
        ? ''
        : `; not read: ${unread.length}, such as ${unread[0]?.what ?? ''} (${unread[0]?.reason ?? ''})`),
  );

/** What needs someone: everything but what is far from its end, or not yet of use. */
const urgent = (report: Report) =>
  report.credentials.filter(({ stage }) => stage !== 'active' && stage !== 'not-yet-effective');

const endOf = ({ expiresAt, daysRemaining }: Report['credentials'][number]): string =>
  expiresAt === undefined ? 'never' : `${expiresAt.slice(0, 10)} (${String(daysRemaining)} d)`;

/** For a terminal: names are made harmless first, since whoever chose them could have put control characters in. */
export const asText = (report: Report): string => {
  const rows = urgent(report).map((each) => [
    each.stage,
    endOf(each),
    each.kind,
    plainName(each.subject),
    plainName(each.name ?? each.keyId),
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(0, ...rows.map((row) => (row[column] ?? '').length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const head = lines.length === 0 ? ['Nothing ends soon.'] : [`${lines.length} need someone:`, ''];
  return `${[...summary(report).map(plainLine), '', ...head, ...lines].join('\n')}\n`;
};

const plainLine = (text: string): string => text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ');

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;margin:2rem;max-width:75rem;color:#1b1b1b;background:#fff}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.35rem .6rem;border-bottom:1px solid #ccc}
.expired,.final,.urgent{font-weight:600}@media(prefers-color-scheme:dark){body{color:#eee;background:#181818}}`;

/** One page without scripts, which may be mailed about: all text in it is escaped. */
export const asHtml = (report: Report): string => {
  const cells = (values: readonly string[]) =>
    values.map((value) => `<td>${escapeHtml(value)}</td>`).join('');
  const rows = report.credentials.map((each) => {
    const values = [
      each.stage,
      endOf(each),
      each.kind,
      plainName(each.subject),
      plainName(each.name ?? ''),
      each.keyId,
    ];
    return `<tr class="${escapeHtml(each.stage)}">${cells(values)}</tr>`;
  });
  const titles = ['Stage', 'Ends', 'Kind', 'Subject', 'Name', 'Key'].map(
    (title) => `<th scope="col">${title}</th>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Credentials of ${escapeHtml(report.tenant)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>Credentials of ${escapeHtml(report.tenant)}</h1>
<p>Read on ${escapeHtml(report.scannedAt)}. Nothing was changed.</p>
<ul>${summary(report)
    .map((line) => `<li>${escapeHtml(line)}</li>`)
    .join('')}</ul>
<table><thead><tr>${titles.join('')}</tr></thead><tbody>
${rows.join('\n')}
</tbody></table>
</body>
</html>
`;
};
