import type { LinkPage } from '../../lib/pages/link-page.ts';

/** What the MDN HTTP Observatory would see of a site that answers every request like this. */
export interface Seen {
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly redirectsToHttps: boolean;
}

type Rule = (seen: Seen) => number;

const policyOf = ({ headers }: Seen): ReadonlyMap<string, readonly string[]> =>
  new Map(
    (headers['Content-Security-Policy'] ?? '')
      .split(';')
      .map((directive) => directive.trim().split(/\s+/))
      .filter(([name]) => name !== undefined && name !== '')
      .map(([name = '', ...sources]) => [name, sources]),
  );

/** The rules that can move the score of a page like ours; the names are those of the Observatory's own tests. */
export const RULES: Readonly<Record<string, Rule>> = {
  'content-security-policy': (seen) => {
    const policy = policyOf(seen);
    if (policy.size === 0) return -25;
    const of = (name: string) => policy.get(name) ?? policy.get('default-src') ?? ['*'];
    const wide = (sources: readonly string[]) =>
      sources.some((source) => /^(\*|https?:|data:|'unsafe-(inline|eval)')$/.test(source));
    if (wide(of('script-src')) || wide(of('object-src'))) return -20;
    if (wide(of('style-src'))) return 0;
    const isClosed = policy.get('default-src')?.join() === "'none'";
    const forms = policy.get('form-action')?.join();
    return isClosed && (forms === "'none'" || forms === "'self'") ? 10 : 5;
  },
  cookies: ({ cookies }) => {
    if (cookies.length === 0) return 0;
    if (!cookies.every((cookie) => /;\s*secure/i.test(cookie) && /;\s*httponly/i.test(cookie))) return -40;
    return cookies.every((cookie) => /;\s*samesite=(lax|strict)/i.test(cookie)) ? 5 : 0;
  },
  'cross-origin-resource-sharing': ({ headers }) =>
    headers['Access-Control-Allow-Origin'] === undefined ? 0 : -50,
  redirection: ({ redirectsToHttps }) => (redirectsToHttps ? 0 : -20),
  'referrer-policy': ({ headers }) =>
    /^(no-referrer|same-origin|strict-origin|strict-origin-when-cross-origin)$/.test(
      headers['Referrer-Policy'] ?? '',
    )
      ? 5
      : 0,
  'strict-transport-security': ({ headers }) => {
    const age = /max-age=(\d+)/.exec(headers['Strict-Transport-Security'] ?? '')?.[1];
    if (age === undefined) return -20;
    return Number(age) < 15_768_000 ? -10 : 0;
  },
  'subresource-integrity': ({ html }) => {
    const scripts = [...html.matchAll(/<script[^>]*\ssrc=[^>]*>/g)].map(([tag]) => tag);
    if (scripts.some((tag) => /src="?(https?:)?\/\//.test(tag))) return -50;
    return scripts.length > 0 && scripts.every((tag) => tag.includes('integrity=')) ? 5 : 0;
  },
  'x-content-type-options': ({ headers }) => (headers['X-Content-Type-Options'] === 'nosniff' ? 0 : -5),
  'x-frame-options': (seen) => {
    if (policyOf(seen).get('frame-ancestors')?.join() === "'none'") return 5;
    return /^(deny|sameorigin)$/i.test(seen.headers['X-Frame-Options'] ?? '') ? 0 : -20;
  },
  'cross-origin-resource-policy': ({ headers }) =>
    /^same-(origin|site)$/.test(headers['Cross-Origin-Resource-Policy'] ?? '') ? 10 : 0,
  'cross-origin-embedder-policy': ({ headers }) =>
    headers['Cross-Origin-Embedder-Policy'] === 'require-corp' ? 10 : 0,
  'cross-origin-opener-policy': ({ headers }) =>
    headers['Cross-Origin-Opener-Policy'] === 'same-origin' ? 10 : 0,
};

/** Penalties come off a hundred; what is added counts only for a site that has kept ninety. */
export const score = (seen: Seen): number => {
  const points = Object.values(RULES).map((rule) => rule(seen));
  const sum = (some: readonly number[]) => some.reduce((total, each) => total + each, 0);
  const base = 100 + sum(points.filter((point) => point < 0));
  return base < 90 ? Math.max(0, base) : base + sum(points.filter((point) => point > 0));
};

/** A page as the Observatory meets it behind the platform's own redirect to https. */
export const seen = ({ html, headers }: LinkPage): Seen => ({
  html,
  headers,
  cookies: [],
  redirectsToHttps: true,
});
