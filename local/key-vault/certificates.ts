import { createHash, type JsonWebKey, X509Certificate } from 'node:crypto';
import { generateSelfSigned } from '../certificates/generate.ts';
import type { Persistent } from '../stand-in/state.ts';
import type { CertificateTemplate, VaultTemplate } from './templates.ts';

/** One version of a certificate; instants are Unix seconds, as the service counts. */
export interface CertificateVersion {
  readonly version: string;
  readonly attributes: Attributes;
  readonly der: Buffer;
  readonly publicJwk: JsonWebKey;
}

/** What every item of a vault says about itself. */
export interface Attributes {
  readonly enabled: boolean;
  readonly nbf?: number;
  readonly exp?: number;
  readonly created: number;
  readonly updated: number;
}

/** A certificate with all its versions, the oldest first; none while the first is still waiting for its issuer. */
export interface Certificate {
  readonly name: string;
  readonly template: CertificateTemplate;
  /** When somebody last touched the certificate as a whole, its policy or its request. */
  readonly updated: number;
  readonly versions: readonly CertificateVersion[];
  /** The version that an open signing request will become. */
  readonly pendingVersion: string;
}

/** What makes a run repeatable: the same origin gives the same names, dates and versions. */
export interface Origin {
  readonly seed: string;
  readonly epoch: Date;
}

/** Certificates in DER (base64) by version: they can't be signed twice alike, so that thumbprints last only if kept. */
export type CertificatePool = Persistent<Record<string, string>>;

const DAY = 86_400;
const YEAR_DAYS = 365;

/** The certificates of a vault, taken from the pool or signed now; the pool must be saved afterwards. */
export const certificatesOf = async (
  vault: VaultTemplate,
  origin: Origin,
  pool: CertificatePool,
): Promise<Map<string, Certificate>> => {
  const certificates = await Promise.all(
    vault.certificates.map((template) => certificateOf(vault.name, template, origin, pool)),
  );
  return new Map(certificates.map((certificate) => [certificate.name, certificate]));
};

const certificateOf = async (
  vault: string,
  template: CertificateTemplate,
  origin: Origin,
  pool: CertificatePool,
): Promise<Certificate> => {
  const epoch = Math.floor(origin.epoch.getTime() / 1000);
  const idOf = (ordinal: string) => versionId(origin, vault, 'certificates', template.name, ordinal);
  const lifetime = (template.lifetimeDays ?? YEAR_DAYS) * DAY;
  const versions: CertificateVersion[] = [];
  if (template.endsIn !== undefined) {
    // Nothing in real life ends at midnight; the hour comes from the version, so that it is the same in every run.
    const lastEnd = epoch + template.endsIn * DAY + (Number.parseInt(idOf('hour').slice(0, 8), 16) % DAY);
    for (let age = template.olderVersions ?? 0; age >= 0; age -= 1) {
      // Each renewal came a month before the end of the one before it, or earlier for short lives.
      const exp = lastEnd - age * (lifetime - Math.min(30 * DAY, Math.floor(lifetime / 5)));
      const window = { nbf: exp - lifetime, exp };
      versions.push(
        await versionOf(idOf(String(age)), template, window, Math.min(window.nbf + 600, epoch - DAY), pool),
      );
    }
  }
  return {
    name: template.name,
    template,
    updated: versions.at(-1)?.attributes.updated ?? epoch - 2 * DAY,
    versions,
    pendingVersion: idOf('pending'),
  };
};

/** One version, with the body that it had in an earlier run. */
export const versionOf = async (
  version: string,
  template: CertificateTemplate,
  window: { readonly nbf: number; readonly exp: number },
  created: number,
  pool: CertificatePool,
): Promise<CertificateVersion> => {
  const kept = pool.value[version];
  const der = kept === undefined ? await sign(template.name, window) : Buffer.from(kept, 'base64');
  pool.value[version] = der.toString('base64');
  return {
    version,
    attributes: { enabled: template.enabled ?? true, ...window, created, updated: created },
    der,
    publicJwk: new X509Certificate(der).publicKey.export({ format: 'jwk' }),
  };
};

const sign = async (
  name: string,
  window: { readonly nbf: number; readonly exp: number },
): Promise<Buffer> => {
  const { cert } = await generateSelfSigned(commonName(name), {
    notBefore: new Date(window.nbf * 1000),
    notAfter: new Date(window.exp * 1000),
  });
  return Buffer.from(new X509Certificate(cert).raw);
};

/** The name that a certificate is made out to. */
export const commonName = (name: string): string => `${name}.apps.test`;

/** 32 hex digits, as the service names versions. */
export const versionId = ({ seed, epoch }: Origin, ...parts: readonly string[]): string =>
  createHash('sha256')
    .update([seed, epoch.toISOString(), ...parts].join('\n'))
    .digest('hex')
    .slice(0, 32);
