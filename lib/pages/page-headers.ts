import { createHash } from 'node:crypto';

/** A document with the headers that it must be served with. */
export interface Page {
  readonly html: string;
  readonly headers: Record<string, string>;
}

/** What the page's own inline code is; nothing else runs or styles it. */
export interface InlineCode {
  readonly scripts: readonly string[];
  readonly styles: readonly string[];
}

const sources = (inline: readonly string[]): string =>
  inline.length === 0
    ? "'none'"
    : inline.map((code) => `'sha256-${createHash('sha256').update(code).digest('base64')}'`).join(' ');

/**
 * The headers of every page that people see. The page may run its own code, ask its own host, and nothing else: no
 * frame around it, no form out of it, no address of it told to anyone, no copy of it kept.
 */
export const pageHeaders = ({ scripts, styles }: InlineCode): Record<string, string> => ({
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': [
    "default-src 'none'",
    `script-src ${sources(scripts)}`,
    `style-src ${sources(styles)}`,
    scripts.length === 0 ? "connect-src 'none'" : "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; '),
  'Cache-Control': 'no-store, no-transform',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy':
    'clipboard-write=(self), clipboard-read=(), camera=(), microphone=(), geolocation=(), payment=(), usb=(), display-capture=(), browsing-topics=()',
  'Referrer-Policy': 'no-referrer',
  'Strict-Transport-Security': 'max-age=63072000; includeSubDomains',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'X-Robots-Tag': 'noindex, nofollow, noarchive',
});
