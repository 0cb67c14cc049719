import { X509Certificate } from 'node:crypto';
import { generateSelfSigned } from '../certificates/generate.ts';

/** A certificate as it is described before it exists; days count from the start of the stand-in. */
export interface CertificateSpec {
  readonly use: 'signing' | 'encryption';
  readonly commonName: string;
  readonly endsInDays: number;
  /** A year, unless said otherwise. */
  readonly lifetimeDays?: number;
}

/** What a provider does when it is asked, besides answering rightly. */
export const ANSWERS = [
  'right',
  /** More than anyone should read. */
  'huge',
  /** Entities that swell, "a billion laughs". */
  'entities',
  /** A document type that names a file of whoever reads it. */
  'external-entity',
  'deep',
  'attributes',
  'not-well-formed',
  'no-metadata',
  'redirect-inside',
  'redirect-plain',
  'redirect-around',
  'wrong-issuer',
  'no-keys',
] as const;
export type Answer = (typeof ANSWERS)[number];

export interface ProviderSpec {
  readonly name: string;
  readonly side: 'identity-provider' | 'relying-party';
  readonly certificates: readonly (CertificateSpec | GivenCertificate)[];
  readonly answer?: Answer;
  /** Keys of its JWKS that come without a certificate. */
  readonly bareKeys?: number;
}

/** One that was made before, in base64 DER. */
export interface GivenCertificate {
  readonly use: 'signing' | 'encryption';
  readonly der: string;
}

/** An identity provider or a relying party, with certificates that exist. */
export interface Provider {
  readonly name: string;
  readonly side: ProviderSpec['side'];
  readonly certificates: readonly GivenCertificate[];
  readonly answer: Answer;
  readonly bareKeys: number;
}

const DAY = 86_400_000;

/** Makes a provider's certificates. */
export const makeProvider = async (spec: ProviderSpec, epoch: Date): Promise<Provider> => ({
  name: spec.name,
  side: spec.side,
  certificates: await Promise.all(
    spec.certificates.map(async (wanted) => ('der' in wanted ? wanted : issue(wanted, epoch))),
  ),
  answer: spec.answer ?? 'right',
  bareKeys: spec.bareKeys ?? 0,
});

const issue = async (
  { use, commonName, endsInDays, lifetimeDays = 365 }: CertificateSpec,
  epoch: Date,
): Promise<GivenCertificate> => {
  const notAfter = new Date(epoch.getTime() + endsInDays * DAY);
  const notBefore = new Date(notAfter.getTime() - lifetimeDays * DAY);
  const { cert } = await generateSelfSigned(commonName, { notBefore, notAfter });
  return { use, der: new X509Certificate(cert).raw.toString('base64') };
};

/** The ones that sign, in order. */
export const signing = ({ certificates }: Provider): readonly string[] =>
  certificates.filter(({ use }) => use === 'signing').map(({ der }) => der);

/** The ones that others encrypt for. */
export const encryption = ({ certificates }: Provider): readonly string[] =>
  certificates.filter(({ use }) => use === 'encryption').map(({ der }) => der);
