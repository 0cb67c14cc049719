import { createHash } from 'node:crypto';
import { Hono } from 'hono';
import { linkPage } from '../../lib/pages/link-page.ts';
import { serve } from '../../local/stand-in/serve.ts';
import type { Faults } from '../../local/stand-in/faults.ts';

/** A link as its issuer knows it. */
export interface IssuedLink {
  readonly linkId: string;
  readonly key: string;
}

/** Serves the page and the smallest API that keeps its promises, and remembers every request. */
export interface LinkPageServer {
  readonly url: string;
  readonly faults: Faults;
  readonly requests: readonly string[];
  /** Of each reveal, in order. */
  readonly nonces: readonly string[];
  issue(secret: string, notAfter?: Date): Promise<IssuedLink>;
  /** From now on the link is refused like this. */
  refuse(link: IssuedLink, status: 404 | 410 | 429 | 503, body: object): void;
  setSignedIn(value: boolean): void;
  stop(): Promise<void>;
}

interface Held {
  readonly verifier: string;
  readonly notAfter: Date;
  readonly answer: Readonly<Record<'ciphertext' | 'iv' | 'share' | 'boundTo', string>>;
  nonce?: string;
  refusal?: { readonly status: 404 | 410 | 429 | 503; readonly body: object };
}

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));

// Written here anew, from the words of the protocol, so that page and app can not be wrong in the same way unseen.
const hkdf = async (
  secret: Uint8Array<ArrayBuffer>,
  linkId: string,
  purpose: string,
): Promise<Uint8Array<ArrayBuffer>> => {
  const key = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits']);
  const salt = Buffer.from(linkId, 'utf8');
  const info = Buffer.from(`expiry-monitor/link/v1/${purpose}`, 'utf8');
  return new Uint8Array(
    await crypto.subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt, info }, key, 256),
  );
};

const seal = async (linkId: string, k: Uint8Array<ArrayBuffer>, secret: string): Promise<Held['answer']> => {
  const [share, iv] = [random(32), random(12)];
  const boundTo = JSON.stringify({ linkId, for: 'Zoë <b>' });
  const both = Buffer.concat([await hkdf(k, linkId, 'encrypt'), share]);
  const dek = await hkdf(new Uint8Array(both), linkId, 'key');
  const key = await crypto.subtle.importKey('raw', dek, 'AES-GCM', false, ['encrypt']);
  const parameters = { name: 'AES-GCM', iv, additionalData: Buffer.from(boundTo, 'utf8') };
  const ciphertext = new Uint8Array(
    await crypto.subtle.encrypt(parameters, key, Buffer.from(secret, 'utf8')),
  );
  return { ciphertext: base64url(ciphertext), iv: base64url(iv), share: base64url(share), boundTo };
};

const verifierOf = (proof: string): string =>
  createHash('sha256').update(Buffer.from(proof, 'base64url')).digest('base64url');

export const APPLICATION = 'Payroll <img src=x onerror=alert(1)>';

/** Starts the server on a port of the system's choice. */
export const startLinkPage = async (): Promise<LinkPageServer> => {
  const links = new Map<string, Held>();
  const requests: string[] = [];
  const nonces: string[] = [];
  let signedIn = true;
  const app = new Hono();
  app.use(async (c, next) => {
    requests.push(`${c.req.method} ${c.req.path}`);
    await next();
  });
  const { html, headers, assets } = linkPage();
  app.get('/r/*', (c) => c.body(html, 200, headers));
  app.get('/link-page/*', (c) => {
    const asset = assets.get(c.req.path);
    return asset === undefined ? c.notFound() : c.body(asset.body, 200, asset.headers);
  });
  const team = { name: 'Identity Team', address: 'identity-team@northwind.example' };
  app.get('/api/session', (c) =>
    c.json(signedIn ? { signedIn, name: 'Olive Owner', until: new Date(), team } : { signedIn }),
  );
  app.get('/auth/sign-in', (c) => {
    signedIn = true;
    return c.redirect(c.req.query('return') ?? '/');
  });
  app.post('/auth/sign-out', (c) => {
    signedIn = false;
    return c.json({});
  });
  app.post('/api/links/:id/:verb', async (c) => {
    const { proof, idem, kind } = await c.req.json<{ proof: string; idem?: string; kind?: string }>();
    if (!signedIn) return c.json({ reason: 'sign-in' }, 401);
    const held = links.get(c.req.param('id'));
    if (held === undefined) return c.json({}, 404);
    if (c.req.header('x-expiry-monitor') !== '1' || verifierOf(proof) !== held.verifier)
      return c.json({}, 404);
    const verb = c.req.param('verb');
    if (held.refusal !== undefined && verb !== 'report')
      return c.json(held.refusal.body, held.refusal.status);
    const at = new Date('2026-03-02T09:14:00Z').toISOString();
    if (verb === 'open') {
      return held.nonce === undefined
        ? c.json({
            application: APPLICATION,
            credential: 'ci secret',
            kind: 'client-secret',
            environment: 'LIVE',
            ticket: 'RITM0010002',
            reauthenticate: false,
            notAfter: held.notAfter.toISOString(),
            serverNow: new Date().toISOString(),
            team,
          })
        : c.json({ state: 'claimed', at, bySelf: true, next: 'report-if-not-you', team }, 410);
    }
    if (verb === 'acknowledge' || verb === 'report') return c.json({ at, kind, team });
    nonces.push(idem ?? '');
    if ((held.nonce ?? idem) !== idem)
      return c.json({ state: 'claimed', at, bySelf: true, next: 'report-if-not-you', team }, 410);
    held.nonce = idem ?? '';
    return c.json(held.answer);
  });

  const served = await serve(app, { name: 'Link page' });
  return {
    url: `http://localhost:${served.port}`,
    faults: served.faults,
    requests,
    nonces,
    setSignedIn: (value: boolean) => {
      signedIn = value;
    },
    issue: async (secret, notAfter = new Date(Date.now() + 3_600_000)) => {
      const k = random(32);
      const linkId = base64url(random(16));
      const proof = base64url(await hkdf(k, linkId, 'proof'));
      links.set(linkId, { verifier: verifierOf(proof), notAfter, answer: await seal(linkId, k, secret) });
      return { linkId, key: base64url(k) };
    },
    refuse: ({ linkId }, status, body) => {
      const held = links.get(linkId);
      if (held === undefined) throw new Error(`There is no link ${linkId}.`);
      held.refusal = { status, body };
    },
    stop: () => served.stop(),
  };
};
