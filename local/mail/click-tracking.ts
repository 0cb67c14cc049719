import type { Tracking } from './message.ts';

const COUNTER = 'https://click.mail.test/ls/click?upn=';

const counted = (url: string): string => COUNTER + Buffer.from(url).toString('base64url');

/** Which parts the account rewrites. It rewrites all of them unless the message says otherwise. */
const tracked = ({ click_tracking: clicks }: Tracking): { html: boolean; text: boolean } => {
  if (clicks === undefined) return { html: true, text: true };
  return { html: clicks.enable !== false, text: clicks.enable_text === true };
};

/** Links of the text part, as the counting account would send them. */
export const trackText = (text: string, tracking: Tracking): string =>
  tracked(tracking).text ? text.replace(/https?:\/\/[^\s<>"]+/gi, counted) : text;

/** Links of the HTML part: the `href` of every anchor that does not say `clicktracking=off` before it. */
export const trackHtml = (html: string, tracking: Tracking): string =>
  tracked(tracking).html
    ? html.replace(
        /(<a\b)([^>]*?)(\bhref\s*=\s*)(["'])(https?:\/\/.*?)\4/gi,
        (whole, tag: string, before: string, attribute: string, quote: string, url: string) =>
          /\bclicktracking\s*=\s*["']?off/i.test(before)
            ? whole
            : tag + before + attribute + quote + counted(url.replaceAll('&amp;', '&')) + quote,
      )
    : html;
