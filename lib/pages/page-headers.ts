/** What every answer to a browser carries, whether people see it or code does. */
const ALWAYS: Readonly<Record<string, string>> = {
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'Strict-Transport-Security': 'max-age=63072000; includeSubDomains',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'X-Robots-Tag': 'noindex, nofollow, noarchive',
};

/** Powers of a browser that no page of ours needs; writing to the clipboard is the only one that it does. */
const REFUSED_POWERS = [
  'browsing-topics',
  'camera',
  'clipboard-read',
  'display-capture',
  'fullscreen',
  'geolocation',
  'microphone',
  'payment',
  'publickey-credentials-get',
  'screen-wake-lock',
  'usb',
];

/** Where a browser tells what it kept the page from doing. */
export const POLICY_REPORTS_PATH = '/api/policy-reports';

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "object-src 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
  'report-to csp',
].join('; ');

/**
 * The headers of every page that people see. The page may run the code of its own host, ask its own host, and nothing
 * else: no code within the document, no text that becomes markup, no frame around it, no form out of it, no address of it
 * told to anyone, no copy of it kept.
 */
export const pageHeaders = (): Record<string, string> => ({
  ...ALWAYS,
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': POLICY,
  'Reporting-Endpoints': `csp="${POLICY_REPORTS_PATH}"`,
  'Cache-Control': 'no-store, no-transform',
  'Permissions-Policy': ['clipboard-write=(self)', ...REFUSED_POWERS.map((power) => `${power}=()`)].join(
    ', ',
  ),
});

/** The headers of a file that a page loads. Its address changes with its content, so it may be kept for ever. */
export const assetHeaders = (contentType: string): Record<string, string> => ({
  ...ALWAYS,
  'Content-Type': contentType,
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cache-Control': 'public, max-age=31536000, immutable, no-transform',
});
