import type { MailText } from '../ports/texts.ts';
import { escapeHtml } from './escape.ts';

/** A part of a mail, in its two forms. */
export interface MailPart {
  readonly text: string;
  readonly html: string;
}

export const paragraph = (text: string): MailPart => ({ text, html: `<p>${escapeHtml(text)}</p>` });

/** Rows of a name and a value. */
export const facts = (rows: readonly (readonly [string, string])[]): MailPart => ({
  text: rows.map(([name, value]) => `  ${name}: ${value}`).join('\n'),
  html: `<table role="presentation" cellpadding="0" cellspacing="0" style="border-left:4px solid #0b5cad;margin:0 0 16px">${rows
    .map(
      ([name, value]) =>
        `<tr><td style="padding:2px 16px 2px 12px;color:#4a5768;vertical-align:top">${escapeHtml(name)}</td><td style="padding:2px 0"><strong>${escapeHtml(value)}</strong></td></tr>`,
    )
    .join('')}</table>`,
});

/** A link that no provider is to rewrite; the text form has it on a line of its own, so that programs find its end. */
export const link = (label: string, url: string): MailPart => ({
  text: `${label}:\n${url}`,
  html: `<p><a clicktracking="off" href="${escapeHtml(url)}" style="display:inline-block;padding:12px 20px;border-radius:6px;background:#0b5cad;color:#ffffff;font-weight:bold;text-decoration:none">${escapeHtml(label)}</a></p>`,
});

/** Text to be copied as it is. */
export const verbatim = (text: string): MailPart => ({
  text: `  ${text}`,
  html: `<p style="font-family:Consolas,Menlo,monospace;word-break:break-all;padding:12px;background:#eaf0f7;color:#16202c">${escapeHtml(text)}</p>`,
});

/** Puts a mail together. Nothing in it is fetched from anywhere: a picture would tell who read it, and when. */
export const mailBody = (subject: string, parts: readonly MailPart[]): MailText => ({
  subject,
  text: `${parts.map(({ text }) => text).join('\n\n')}\n`,
  html: `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="color-scheme" content="light dark">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(subject)}</title>
</head>
<body style="font:16px/1.5 system-ui,'Segoe UI',sans-serif;max-width:36rem;margin:0 auto;padding:16px">
${parts.map(({ html }) => html).join('\n')}
</body>
</html>
`,
});
