import { randomUUID, X509Certificate } from 'node:crypto';
import { generateRequest, selfSign } from '../certificates/requests.ts';
import type { Persistent } from '../stand-in/state.ts';
import { type Certificate, commonName } from './certificates.ts';
import { badParameter, VaultError } from './vault-error.ts';

/** A request for the next version of a certificate. Its key stays here, and is handed to nobody. */
interface CertificateRequest {
  readonly requestId: string;
  /** The version that it becomes. */
  readonly version: string;
  readonly csr: string;
  readonly key: string;
  readonly status: 'inProgress' | 'completed' | 'failed' | 'cancelled';
  readonly error?: { readonly code: string; readonly message: string };
  readonly askedAt: number;
}

/** The last request of each certificate, by `vault/name`. */
export type StoredRequests = Persistent<Record<string, CertificateRequest>>;

export interface CertificateRequests {
  of(vault: string, name: string): CertificateRequest | undefined;
  /** Opens a request. Where there is an issuer, it answers in a moment. */
  ask(vault: string, certificate: Certificate): Promise<CertificateRequest>;
  /** Takes what was signed, the certificate itself first; all in base64. */
  merge(vault: string, certificate: Certificate, x5c: readonly string[]): Promise<Certificate>;
  /** What the issuer says to requests of this certificate from now on; undefined: yes. */
  refuse(vault: string, name: string, why: string | undefined): void;
  cancel(vault: string, name: string): boolean;
  remove(vault: string, name: string): boolean;
}

/** An issuer takes its time, so that whoever asks has to look again. */
const ISSUER_MS = 300;
const DAY_MS = 86_400_000;

/** Makes a certificate the current version; undefined when there is none of that name. */
type Put = (vault: string, name: string, version: string, der: Buffer) => Promise<Certificate | undefined>;

export const certificateRequests = (stored: StoredRequests, put: Put): CertificateRequests => {
  const refusals = new Map<string, string>();
  const keep = (id: string, request: CertificateRequest): CertificateRequest => {
    stored.value[id] = request;
    stored.save();
    return request;
  };
  const isOpen = (id: string): boolean => stored.value[id]?.status === 'inProgress';

  const issue = async (vault: string, { name, template }: Certificate): Promise<void> => {
    const id = `${vault}/${name}`;
    const request = stored.value[id];
    if (request?.status !== 'inProgress') return; // cancelled or removed meanwhile
    const why = refusals.get(id);
    if (why !== undefined) {
      keep(id, { ...request, status: 'failed', error: { code: 'IssuerRefused', message: why } });
      return;
    }
    const now = Date.now();
    const der = await selfSign(
      { csr: Buffer.from(request.csr, 'base64'), key: Buffer.from(request.key, 'base64') },
      // The service dates back by ten minutes, as clocks differ.
      {
        notBefore: new Date(now - 600_000),
        notAfter: new Date(now + (template.lifetimeDays ?? 365) * DAY_MS),
      },
    );
    await put(vault, name, request.version, der);
    keep(id, { ...request, status: 'completed' });
  };

  return {
    of: (vault, name) => stored.value[`${vault}/${name}`],
    ask: async (vault, certificate) => {
      const { name, template } = certificate;
      const id = `${vault}/${name}`;
      if (isOpen(id))
        throw new VaultError(409, 'Conflict', `A certificate request for ${name} is in progress.`);
      const { csr, key } = await generateRequest(commonName(name));
      const request = keep(id, {
        requestId: randomUUID().replaceAll('-', ''),
        version: randomUUID().replaceAll('-', ''),
        csr: csr.toString('base64'),
        key: key.toString('base64'),
        status: 'inProgress',
        askedAt: Date.now(),
      });
      if ((template.issuer ?? 'Unknown') !== 'Unknown')
        setTimeout(() => void issue(vault, certificate).catch(console.error), ISSUER_MS).unref();
      return request;
    },
    merge: async (vault, { name }, x5c) => {
      const id = `${vault}/${name}`;
      const request = stored.value[id];
      if (request?.status !== 'inProgress')
        throw new VaultError(404, 'PendingCertificateNotFound', `No request is open for ${name}.`);
      const leaf = certificateIn(x5c[0]);
      const key = leaf.publicKey.export({ type: 'spki', format: 'der' });
      if (!publicKeyOf(request.csr).equals(key))
        throw badParameter(
          'The public key of the end-entity certificate in the specified X.509 certificate content does not match the public part of the specified private key.',
        );
      const certificate = await put(vault, name, request.version, Buffer.from(leaf.raw));
      keep(id, { ...request, status: 'completed' });
      if (certificate === undefined) throw badParameter('The certificate is gone.');
      return certificate;
    },
    refuse: (vault, name, why) => {
      if (why === undefined) refusals.delete(`${vault}/${name}`);
      else refusals.set(`${vault}/${name}`, why);
    },
    cancel: (vault, name) => {
      const id = `${vault}/${name}`;
      const request = stored.value[id];
      if (request?.status !== 'inProgress') return false;
      keep(id, { ...request, status: 'cancelled' });
      return true;
    },
    remove: (vault, name) => {
      const id = `${vault}/${name}`;
      if (stored.value[id] === undefined) return false;
      const { [id]: _, ...others } = stored.value;
      stored.value = others;
      stored.save();
      return true;
    },
  };
};

const certificateIn = (base64: string | undefined): X509Certificate => {
  try {
    return new X509Certificate(Buffer.from(base64 ?? '', 'base64'));
  } catch {
    throw badParameter('The parameter x5c holds no X.509 certificate.');
  }
};

/** The key in a request (PKCS #10), found by its place: version, name, key. */
const publicKeyOf = (csr: string): Buffer => {
  const der = Buffer.from(csr, 'base64');
  const inner = valueAt(der, valueAt(der, 0).start);
  const version = valueAt(der, inner.start);
  const name = valueAt(der, version.end);
  const key = valueAt(der, name.end);
  return der.subarray(name.end, key.end);
};

/** Where the content of a DER value begins, and where the value ends. */
const valueAt = (der: Buffer, at: number): { readonly start: number; readonly end: number } => {
  const first = der[at + 1] ?? 0;
  const more = first < 0x80 ? 0 : first & 0x7f;
  const length = more === 0 ? first : der.readUIntBE(at + 2, more);
  const start = at + 2 + more;
  return { start, end: start + length };
};
