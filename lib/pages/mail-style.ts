/**
 * The looks of a mail. They stand at each element, since many mail programs keep nothing else; what is in `MAIL_STYLE` only
 * turns them dark where the program can. No colour says anything that the words do not.
 */
export const STYLES = {
  page: "margin:0;padding:24px 12px;background:#f2f4f8;color:#16202c;font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif",
  card: 'max-width:36rem;margin:0 auto;padding:24px;background:#ffffff;border:1px solid #d8dee8;border-radius:10px;overflow-wrap:anywhere',
  product: 'margin:0 0 16px;font-size:14px;font-weight:bold;letter-spacing:.02em;color:#4a5768',
  title: 'margin:0 0 16px;font-size:22px;line-height:1.25',
  paragraph: 'margin:0 0 16px',
  heading: 'margin:24px 0 8px;font-size:17px;line-height:1.3;color:#16202c',
  warning: 'margin:16px 0;padding:12px 16px;border-left:4px solid #9a5b00;background:#fdf4e3;color:#3d2600',
  footnote: 'margin:16px 0 0;font-size:14px;color:#4a5768',
  facts: 'margin:0 0 16px;border-left:4px solid #0b5a66;border-spacing:0',
  factName: 'padding:3px 16px 3px 12px;color:#4a5768;vertical-align:top;width:30%;overflow-wrap:normal',
  factValue: 'padding:3px 0;font-weight:bold;overflow-wrap:anywhere',
  steps: 'margin:0 0 16px;padding-left:24px',
  button:
    'display:inline-block;padding:13px 22px;border-radius:8px;background:#0b5a66;color:#ffffff;font-weight:bold;text-decoration:none',
  verbatim:
    'margin:0 0 16px;padding:12px 16px;border-radius:8px;background:#e8f1f2;color:#16202c;font-family:Consolas,Menlo,monospace;word-break:break-all',
} as const;

export const MAIL_STYLE = `
:root{color-scheme:light dark}
@media (prefers-color-scheme:dark){
.page{background:#10151d!important;color:#e6ecf4!important}
.card{background:#18202b!important;border-color:#35404f!important}
.ink{color:#e6ecf4!important}
.soft{color:#aab6c6!important}
.warning{background:#33270f!important;color:#f7e3bd!important}
.verbatim{background:#15303a!important;color:#e6ecf4!important}
}
@media (max-width:30rem){.facts td{display:block;width:auto!important}.facts td+td{padding:0 0 6px 12px!important}.page{padding:0!important}.card{border:0!important;border-radius:0!important;padding:16px!important}}
`;
