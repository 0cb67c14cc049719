import type { MailText } from '../ports/texts.ts';
import { escapeHtml } from './escape.ts';
import { MAIL_STYLE, STYLES } from './mail-style.ts';

/** A part of a mail, in its two forms. */
export interface MailPart {
  readonly text: string;
  readonly html: string;
}

export const paragraph = (text: string): MailPart => ({
  text,
  html: `<p style="${STYLES.paragraph}">${escapeHtml(text)}</p>`,
});

/** What a part of the mail is about. */
export const heading = (text: string): MailPart => ({
  text: text.toUpperCase(),
  html: `<h2 class="ink" style="${STYLES.heading}">${escapeHtml(text)}</h2>`,
});

/** What must not be overlooked. */
export const warning = (text: string): MailPart => ({
  text,
  html: `<p class="warning" style="${STYLES.warning}">${escapeHtml(text)}</p>`,
});

/** What is read last, if at all. */
export const footnote = (text: string): MailPart => ({
  text,
  html: `<p class="soft" style="${STYLES.footnote}">${escapeHtml(text)}</p>`,
});

/** Rows of a name and a value. The values are apart from what stands around them, whichever way their script runs. */
export const facts = (rows: readonly (readonly [string, string])[]): MailPart => ({
  text: rows.map(([name, value]) => `  ${name}: ${value}`).join('\n'),
  html: `<table role="presentation" class="facts" cellpadding="0" cellspacing="0" style="${STYLES.facts}">${rows
    .map(
      ([name, value]) =>
        `<tr><td class="soft" style="${STYLES.factName}">${escapeHtml(name)}</td><td style="${STYLES.factValue}"><bdi>${escapeHtml(value)}</bdi></td></tr>`,
    )
    .join('')}</table>`,
});

/** What to do, in this order. */
export const steps = (all: readonly string[]): MailPart => ({
  text: all.map((step, at) => `  ${at + 1}. ${step}`).join('\n'),
  html: `<ol style="${STYLES.steps}">${all.map((step) => `<li>${escapeHtml(step)}</li>`).join('')}</ol>`,
});

/** A link that no provider is to rewrite; the text form has it on a line of its own, so that programs find its end. */
export const link = (label: string, url: string): MailPart => ({
  text: `${label}:\n${url}`,
  html: `<p style="${STYLES.paragraph}"><a clicktracking="off" href="${escapeHtml(url)}" style="${STYLES.button}">${escapeHtml(label)}</a></p>`,
});

/** Text to be copied as it is, and by nobody's program to be translated. */
export const verbatim = (text: string): MailPart => ({
  text: `  ${text}`,
  html: `<p class="verbatim" translate="no" style="${STYLES.verbatim}">${escapeHtml(text)}</p>`,
});

/** Puts a mail together. Nothing in it is fetched from anywhere: a picture would tell who read it, and when. */
export const mailBody = (subject: string, parts: readonly MailPart[]): MailText => ({
  subject,
  text: `${parts.map(({ text }) => text).join('\n\n')}\n`,
  html: `<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(subject)}</title>
<style>${MAIL_STYLE}</style>
</head>
<body class="page" style="${STYLES.page}">
<main class="card" style="${STYLES.card}">
<p class="soft" style="${STYLES.product}">Expiry Monitor</p>
<h1 style="${STYLES.title}">${escapeHtml(subject)}</h1>
${parts.map(({ html }) => html).join('\n')}
</main>
</body>
</html>
`,
});
